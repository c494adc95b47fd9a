import { DOSSIER_PART_LABEL } from '#lib/evaluation/dossier/dossier.words.ts';
import { referenceOf } from '#lib/evaluation/dossier/dossier.manifest.rules.ts';
import type { Dossier } from '#lib/evaluation/dossier/dossier.ts';
import { longDate } from '#lib/ui/date-text.ts';
import { momentWords } from '#lib/accounts/moment.rules.ts';
import { sha256 } from './dossier.pieces.ts';

export const dossierTitle = ({ department }: Dossier): string =>
	`Dossier d’évaluation du plan, ${department.name}`;

/** What each format says of itself, above its first page or in its last sheet. */
export function aboutLines(dossier: Dossier, data: Uint8Array): string[] {
	const { period, auditChain, program } = dossier;
	const fingerprint = sha256(data);
	return [
		`${dossier.department.name} (${dossier.department.code}), ${dossier.region}`,
		`Du ${longDate(period.from)} au ${longDate(period.until)}`,
		`Préparé le ${momentWords(new Date(dossier.preparedAt))}, Terrimed ${program.version}`,
		`Numéro\u00a0: ${referenceOf(dossier, fingerprint)}`,
		`Contient\u00a0: ${dossier.parts.map((part) => DOSSIER_PART_LABEL[part]).join('\u00a0; ')}`,
		`Empreinte SHA-256 des données\u00a0: ${fingerprint}`,
		`Journal du comité\u00a0: ligne ${auditChain.seq}, empreinte ${auditChain.sha256 === '' ? 'aucune' : auditChain.sha256}`,
	];
}
