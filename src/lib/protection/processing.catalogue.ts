import { REGISTRY_AGE } from '#lib/senior-doctors/senior-doctor.rules.ts';
import { SMALLEST_GROUP } from '#lib/registries/aggregate.rules.ts';
import type { RegistryName } from '#lib/registries/registry-name.rules.ts';

/** What no catalogue of fields and no policy can tell: why, of whom, from where. The rest of the register is read from them. */
export const PROCESSING_WORDS: Readonly<
	Record<RegistryName, { purposes: readonly string[]; people: string; sources: string }>
> = {
	'senior-doctors': {
		purposes: [
			'Préparer les départs et chercher des successeurs, commune par commune.',
			'Suivre chaque médecin qui approche de la fin de sa carrière et connaître ce qui l’aiderait à continuer.',
			'Donner au comité des totaux sur l’offre de soins à venir.',
		],
		people: `Médecins de ${REGISTRY_AGE} ans et plus qui exercent dans la région, et les personnes qui les suivent à l’URPS.`,
		sources: 'Le médecin (enquête, appel), les fichiers apportés par l’URPS, la saisie de l’URPS.',
	},
	interns: {
		purposes: [
			'Accueillir les externes, les internes et les docteurs juniors dans leur lieu de stage.',
			'Connaître leur projet et leur présenter les postes du territoire.',
			'Donner au comité des totaux sur les arrivées et les départs.',
		],
		people:
			'Externes, internes et docteurs juniors en stage dans le département, et les personnes qui les accueillent.',
		sources: 'La personne elle-même, les fichiers des universités, la saisie de l’animation ou de l’URPS.',
	},
};

/** Law on which the registries stand, as far as the code may say: the responsible body confirms it. */
export const LEGAL_BASIS =
	'Mission d’intérêt public (RGPD, article 6-1-e), à confirmer par le responsable du traitement et son délégué à la protection des données.';

/** What protects the registries: each line is something that a test shows. */
export const SECURITY_MEASURES: readonly string[] = [
	'Droits décidés champ par champ sur le serveur\u00a0: ce qu’une personne ne peut pas lire ne lui est pas envoyé.',
	'Seconde barrière dans la base (sécurité par ligne, par département), avec un rôle qui ne possède rien.',
	`Totaux arrondis, groupes de moins de ${SMALLEST_GROUP} masqués avec ce qui permettrait de les déduire.`,
	'Lectures, recherches par nom, exports et modifications inscrits dans un journal en chaîne, que l’on peut vérifier.',
	'Exports marqués du nom de qui les a pris et de la date, sans formule active.',
	'Année de naissance seule, aucun champ de santé\u00a0; les textes libres avertissent avant un mot de santé ou un numéro de sécurité sociale.',
	'Opposition et effacement sur une page, vérifiés jusque dans le journal et les fichiers importés.',
	'Purge chaque nuit des fiches arrivées au bout de leur durée.',
	'Mots de passe en argon2id, sessions gardées par leur seule empreinte, aucune requête vers un tiers.',
];

/** What the person may ask, and when they are answered. */
export const PEOPLE_RIGHTS =
	'Accès, rectification, effacement, limitation et opposition, auprès de l’URPS ou de l’animation du comité, qui répondent dans le mois.';
