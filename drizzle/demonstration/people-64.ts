import { person, type DemonstrationPerson } from './person.ts';

/** Communes of the Soule that the elected official's mandate covers. */
export const SOULE = [
	'64015', // Alçay-Alçabéhéty-Sunharette
	'64081', // Aussurucq
	'64093', // Barcus
	'64188', // Chéraute
	'64316', // Larrau
	'64342', // Licq-Athérey
	'64371', // Mauléon-Licharre
	'64404', // Montory
	'64424', // Ordiarp
	'64475', // Sainte-Engrâce
	'64533', // Tardets-Sorholus
	'64559', // Viodos-Abense-de-Bas
];

/** People of the committee of the Pyrénées-Atlantiques: all fictional. */
export const committee64: readonly DemonstrationPerson[] = [
	person('64', {
		key: 'animatrice64',
		name: 'Amaia Larralde',
		organisation: 'Conseil départemental',
		role: 'facilitator',
		title: 'animatrice du comité',
		signsIn: true,
		fromMonths: -20,
	}),
	person('64', {
		key: 'maire64',
		name: 'Hélène Etcheverry',
		organisation: 'Commune de Mauléon-Licharre',
		role: 'elected',
		title: 'maire de Mauléon-Licharre',
		communeCodes: SOULE,
		signsIn: true,
	}),
	person('64', {
		key: 'cpts64',
		name: 'Dr Jeanne Bordenave',
		organisation: 'CPTS de la Soule',
		role: 'member',
		title: 'médecin généraliste, présidente de la CPTS',
		signsIn: true,
	}),
	person('64', {
		key: 'departement64',
		name: 'Antoine Peyret',
		organisation: 'Conseil départemental',
		role: 'member',
		title: 'chargé de mission, guichet unique',
	}),
	person('64', {
		key: 'usagers64',
		name: 'Sylvie Camou',
		organisation: 'France Assos Santé',
		role: 'member',
		title: 'représentante des usagers',
	}),
	person('64', {
		key: 'cpam64',
		name: 'Claire Dufau',
		organisation: 'Caisse primaire d’assurance maladie',
		role: 'member',
		title: 'responsable des relations avec les professionnels de santé',
	}),
	person('64', {
		key: 'ordre64',
		name: 'Dr Pascal Lacoste',
		organisation: 'Conseil départemental de l’Ordre des médecins',
		role: 'member',
		title: 'conseiller ordinal',
	}),
	person('64', {
		key: 'internes64',
		name: 'Xabi Garat',
		organisation: 'Syndicat des internes de médecine générale',
		role: 'member',
		title: 'interne en médecine générale',
		untilMonths: 11,
	}),
	person('64', {
		key: 'ossau64',
		name: 'Colette Bergerou',
		organisation: 'Communauté de communes de la Vallée d’Ossau',
		role: 'elected',
		title: 'élue communautaire',
		communeCodes: ['64062', '64320'],
		untilDays: 24,
	}),
	person('64', {
		key: 'orthez64',
		name: 'Christine Pédarré',
		organisation: 'Commune d’Orthez',
		role: 'elected',
		title: 'adjointe chargée de la santé',
		communeCodes: ['64430'],
	}),
	person('64', {
		key: 'msa64',
		name: 'Luc Bascou',
		organisation: 'Mutualité sociale agricole',
		role: 'member',
		title: 'administrateur',
		fromMonths: -19,
		untilDays: -22,
	}),
	person('64', {
		key: 'hopital64',
		name: 'Dr Samir Haddad',
		organisation: 'Centre hospitalier d’Oloron-Sainte-Marie',
		role: 'member',
		title: 'praticien hospitalier',
	}),
	person('64', {
		key: 'faculte64',
		name: 'Pr Anne Darrigol',
		organisation: 'Département de médecine générale',
		role: 'member',
		title: 'coordinatrice des stages',
	}),
	person('64', {
		key: 'jeunes64',
		name: 'Dr Hugo Lartigue-Pons',
		organisation: 'Jeunes installés et remplaçants',
		role: 'member',
		title: 'médecin remplaçant',
	}),
	person('64', {
		key: 'aidants64',
		name: 'Mireille Pucheu',
		organisation: 'Association des aidants du Béarn',
		role: 'member',
		title: 'bénévole',
	}),
	person('64', {
		key: 'maires64',
		name: 'Denis Lacrampe',
		organisation: 'Association des maires ruraux',
		role: 'elected',
		title: 'maire, représentant des maires ruraux',
	}),
	person('64', {
		key: 'etudiants64',
		name: 'Maylis Cazaux',
		organisation: 'Corporation des étudiants en médecine',
		role: 'member',
		title: 'étudiante en médecine',
		fromMonths: -19,
		untilDays: -75,
	}),
	person('64', {
		key: 'infirmiers64',
		name: 'Jean-Marc Bidegorry',
		organisation: 'URPS infirmiers',
		role: 'member',
		title: 'infirmier libéral',
		seatRole: 'substitute',
	}),
	person('64', {
		key: 'malades64',
		name: 'Yolande Mirat',
		organisation: 'Association des malades chroniques des vallées',
		role: 'member',
		title: 'bénévole',
		endedDaysAgo: 80,
	}),
	person('64', {
		key: 'amf64',
		name: 'Jean-Baptiste Hourcade',
		organisation: 'Association des maires',
		role: 'elected',
		title: 'maire, représentant de l’association',
		fromMonths: -12,
		untilMonths: 23,
	}),
	person('64', {
		key: 'basque64',
		name: 'Ramuntxo Elissondo',
		organisation: 'Communauté d’agglomération du Pays basque',
		role: 'elected',
		title: 'élu communautaire',
		fromMonths: -12,
		untilMonths: 23,
	}),
	person('64', {
		key: 'bearn64',
		name: 'Dr Élodie Casaubon',
		organisation: 'CPTS du Béarn des Gaves',
		role: 'member',
		title: 'médecin généraliste',
		fromMonths: -10,
		untilMonths: 25,
	}),
	person('64', {
		key: 'pau64',
		name: 'Nicole Barrère',
		organisation: 'Centre hospitalier de Pau',
		role: 'member',
		title: 'directrice adjointe',
		fromMonths: -9,
		untilMonths: 26,
	}),
	person('64', {
		key: 'pharmaciens64',
		name: 'Philippe Montagut',
		organisation: 'URPS pharmaciens',
		role: 'member',
		title: 'pharmacien d’officine',
		fromMonths: -13,
		untilMonths: 22,
	}),
	person('64', {
		key: 'sages-femmes64',
		name: 'Maialen Etchart',
		organisation: 'URPS sages-femmes',
		role: 'member',
		title: 'sage-femme libérale',
		fromMonths: -13,
		untilMonths: 22,
	}),
	person('64', {
		key: 'urssaf64',
		name: 'Fabienne Loustau',
		organisation: 'Caisse régionale URSSAF',
		role: 'member',
		title: 'conseillère aux professions de santé',
		fromMonths: -8,
		untilMonths: 27,
	}),
	person('64', {
		key: 'pompiers64',
		name: 'Dr Gilles Trébucq',
		organisation: 'Service départemental d’incendie et de secours',
		role: 'member',
		title: 'médecin des pompiers',
		fromMonths: -11,
		untilMonths: 24,
	}),
];
