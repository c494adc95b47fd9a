import { DOSSIER_PARTS, type DossierPart } from './dossier.ts';
import { DOSSIER_PART_LABEL } from './dossier.words.ts';
import type { SpaceState } from '../state/state.ts';

/** What the reader of an evaluation file must know of how it was made, and of what it does not say: one sentence for each. */
export function methodOf({
	before,
	after,
	parts,
}: {
	before: SpaceState;
	after: SpaceState;
	parts: readonly DossierPart[];
}): string[] {
	const left = DOSSIER_PARTS.filter((part) => !parts.includes(part)).map((part) => DOSSIER_PART_LABEL[part]);
	const retitled = after.documents.filter(({ isTitleThen }) => !isTitleThen).length;
	return [
		'Le plan, les textes et les indicateurs sont ceux que le journal des écritures donne à ces dates, et non des copies faites après coup.',
		`Les statuts sont jugés au ${before.day.split('-').reverse().join('/')} et au ${after.day.split('-').reverse().join('/')}, par les règles que montre la page\u00a0: une action non terminée dont l’échéance est passée est en retard, quoi qu’il ait été saisi.`,
		'Une valeur qui manque est dite manquante, jamais zéro. Une valeur corrigée est donnée sous sa dernière forme à cette date, avec le nombre de ses versions.',
		'Ce dossier ne nomme personne\u00a0: ni membre du comité, ni médecin, ni interne. Il nomme des structures. Les registres n’y entrent que par les indicateurs calculés, arrondis et masqués comme sur leur page.',
		'Les noms des structures et des communes sont ceux du jour où le dossier a été préparé.',
		...(retitled > 0
			? [
					`Le titre de ${retitled} document${retitled > 1 ? 's' : ''} est celui d’aujourd’hui\u00a0: rien ne dit ce qu’il était alors.`,
				]
			: []),
		...(left.length > 0
			? [`Laissé de côté à la demande de qui l’a préparé\u00a0: ${left.join('\u00a0; ')}.`]
			: []),
		'Chaque pièce a son empreinte SHA-256 dans le manifeste, et l’empreinte du fichier est inscrite dans le journal du comité\u00a0: la commande «\u00a0npm run dossier:verify\u00a0» dit si quelque chose y a changé.',
	];
}
