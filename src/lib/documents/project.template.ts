import type { TemplateSection } from './diagnosis.template.ts';

/** The parts of the projet territorial de santé: what the committee wants, drawn from its diagnosis. */
export const PROJECT_SECTIONS: readonly TemplateSection[] = [
	{
		title: 'Ce que dit le diagnostic',
		hint: 'Les cinq ou six constats qui fondent le projet, chacun avec son chiffre, sa source et sa date.',
	},
	{
		title: 'Notre ambition à cinq ans',
		hint: 'Ce qui aura changé pour les habitants et pour les médecins : combien d’installations, quelles communes, quels délais.',
	},
	{
		title: 'Garder les médecins en place',
		hint: 'Ce que nous proposons aux médecins de plus de 60 ans : allègement, cumul, transmission, accueil d’un jeune confrère.',
	},
	{
		title: 'Former et accueillir ici',
		hint: 'Terrains de stage, maîtres de stage, logement, transports, vie sur place des externes, internes et docteurs juniors.',
	},
	{
		title: 'Accompagner l’installation',
		hint: 'Le guichet unique : qui répond, en combien de temps ; les aides, leur contrepartie ; le conjoint, l’école, le logement.',
	},
	{
		title: 'Organiser les soins entre nous',
		hint: 'Médecine traitante, soins non programmés, garde, télémédecine, équipes et partage des tâches, lien avec l’hôpital.',
	},
	{
		title: 'Les territoires où agir d’abord',
		hint: 'Les communes et intercommunalités prioritaires, et pourquoi celles-là.',
	},
	{
		title: 'Comment nous saurons que cela marche',
		hint: 'Les indicateurs retenus, leur valeur de départ et leur cible ; qui les tient, quand le comité les regarde.',
	},
];

/** The parts of the contrat territorial de santé: who does what of the project, with what, until when. */
export const CONTRACT_SECTIONS: readonly TemplateSection[] = [
	{
		title: 'Les parties',
		hint: 'Les organisations qui s’engagent, et au titre de quoi. Des organisations et des fonctions, pas de nom de personne.',
	},
	{
		title: 'L’objet du contrat',
		hint: 'Le projet territorial de santé que ce contrat met en œuvre, sa version adoptée et sa date.',
	},
	{
		title: 'Les engagements de chacun',
		hint: 'Une ligne par engagement : qui, quoi, pour quand, avec quels moyens. Renvoyer aux actions du plan.',
	},
	{
		title: 'Les moyens',
		hint: 'Budget par année et par financeur, temps de travail, locaux ; ce qui est acquis et ce qui reste à trouver.',
	},
	{
		title: 'Le suivi',
		hint: 'Qui réunit les parties, à quel rythme ; les indicateurs regardés ; le rôle de l’agence régionale de santé dans l’évaluation.',
	},
	{
		title: 'La durée et la révision',
		hint: 'Date d’effet, terme, comment le contrat est modifié, renouvelé ou dénoncé.',
	},
	{
		title: 'Les signatures',
		hint: 'Organisation, fonction et date de chaque signature.',
	},
];

/** The parts of the minutes of a meeting. */
export const MINUTES_SECTIONS: readonly TemplateSection[] = [
	{
		title: 'La rencontre',
		hint: 'Date, lieu, heure de début et de fin ; qui préside, qui tient le compte rendu.',
	},
	{
		title: 'Les présences',
		hint: 'Organisations représentées, excusées, absentes ; pouvoirs donnés ; quorum atteint ou non.',
	},
	{
		title: 'L’ordre du jour',
		hint: 'Les points dans l’ordre où ils ont été traités.',
	},
	{
		title: 'Les échanges',
		hint: 'Par point : ce qui a été présenté, les positions en présence, les questions restées ouvertes.',
	},
	{
		title: 'Les décisions',
		hint: 'Une décision par ligne : le texte voté, le résultat par collège. L’avis de l’agence régionale de santé est noté à part.',
	},
	{
		title: 'Ce qui reste à faire',
		hint: 'Qui, quoi, pour quand ; renvoyer aux actions du plan.',
	},
];
