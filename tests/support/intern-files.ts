import { keyOf } from '#lib/senior-doctors/rpps.rules.ts';
import { seeded, type FileCommune } from './doctor-files.ts';

/** Files of fictional interns, the same for the same seed. Names are made up, RPPS numbers begin with 98. */

export const INTERN_TITLES = [
	...['RPPS', 'Nom', 'Prénom', 'Niveau', 'Phase', 'Semestre', 'Université', 'Spécialité', 'Terrain'],
	...['Code commune', 'Commune', 'Début', 'Fin', 'Type de stage', 'Logement', 'Tel', 'Observations'],
];

const NAMES = ['Brébard', 'Calcelin', 'Daudouin', 'Esquière', 'Lamareux', 'Perbroux', 'Triquet', 'Vallhaume'];
const FIRST_NAMES = ['Agnès', 'Karim', 'Léa', 'Nadia', 'Rémy', 'Solène', 'Yanis'];
const UNIVERSITIES = ['Bordeaux', 'Limoges', 'Poitiers', 'Toulouse'];

/** Rows of interns, all of them right. */
export function internRows(count: number, communes: readonly FileCommune[], seed = 1): string[][] {
	const random = seeded(seed);
	const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
	return Array.from({ length: count }, (_, at) => {
		const digits = `98${String(seed % 1_000).padStart(3, '0')}${String(at + 1).padStart(5, '0')}`;
		const commune = pick(communes);
		return [
			...[
				digits + keyOf(digits),
				pick(NAMES),
				pick(FIRST_NAMES),
				'interne',
				pick(['socle', 'approfondissement']),
			],
			...[String(1 + (at % 6)), pick(UNIVERSITIES), 'Médecine générale', 'Maison de santé'],
			...[
				commune.code,
				commune.name,
				'02/11/2026',
				pick(['30/04/2027', '']),
				pick(['SASPAS', 'niveau 1', 'PMI']),
			],
			...[pick(['oui', 'cherche', '']), `06 59 ${String(at % 100).padStart(2, '0')} 00 77`, 'texte libre'],
		];
	});
}
