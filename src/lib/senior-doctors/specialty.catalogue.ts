/** The reference list of specialties of both registries; the code never changes, the label may. */
export const SPECIALTIES = {
	'medecine-generale': 'Médecine générale',
	allergologie: 'Allergologie',
	'anatomie-pathologique': 'Anatomie et cytologie pathologiques',
	'anesthesie-reanimation': 'Anesthésie-réanimation',
	'biologie-medicale': 'Biologie médicale',
	cardiologie: 'Cardiologie',
	chirurgie: 'Chirurgie',
	dermatologie: 'Dermatologie',
	endocrinologie: 'Endocrinologie',
	'gastro-enterologie': 'Gastro-entérologie',
	genetique: 'Génétique médicale',
	geriatrie: 'Gériatrie',
	gynecologie: 'Gynécologie',
	'gynecologie-obstetrique': 'Gynécologie-obstétrique',
	hematologie: 'Hématologie',
	'maladies-infectieuses': 'Maladies infectieuses',
	'medecine-durgence': 'Médecine d’urgence',
	'medecine-du-travail': 'Médecine du travail',
	'medecine-interne': 'Médecine interne',
	'medecine-nucleaire': 'Médecine nucléaire',
	'medecine-physique': 'Médecine physique et de réadaptation',
	'medecine-vasculaire': 'Médecine vasculaire',
	nephrologie: 'Néphrologie',
	neurologie: 'Neurologie',
	oncologie: 'Oncologie',
	ophtalmologie: 'Ophtalmologie',
	'oto-rhino-laryngologie': 'Oto-rhino-laryngologie',
	pediatrie: 'Pédiatrie',
	pneumologie: 'Pneumologie',
	psychiatrie: 'Psychiatrie',
	radiologie: 'Radiologie et imagerie médicale',
	rhumatologie: 'Rhumatologie',
	'sante-publique': 'Santé publique',
	urologie: 'Urologie',
} as const;

export type Specialty = keyof typeof SPECIALTIES;

export const SPECIALTY_CODES = Object.keys(SPECIALTIES) as Specialty[];

export function isSpecialty(text: string): text is Specialty {
	return Object.hasOwn(SPECIALTIES, text);
}
