/**
 * The ten propositions of the Conf’ Santé des jeunes médecins (April 2025); titles are our own wording of the source.
 * Apart from the measures, which weigh more and are read less.
 */

export interface Proposition {
	/** 1 to 10. */
	number: number;
	title: string;
	/** For a narrow place: the head of a panel, a chip. */
	shortTitle: string;
}

export const PROPOSITIONS: readonly Proposition[] = [
	{ number: 1, title: 'Plus de stages en zone sous-dense', shortTitle: 'Stages en zone sous-dense' },
	{ number: 2, title: 'Docteurs juniors en zone sous-dense', shortTitle: 'Docteurs juniors' },
	{
		number: 3,
		title: 'Assistants et chefs de clinique en ville',
		shortTitle: 'Assistants et chefs de clinique en ville',
	},
	{
		number: 4,
		title: 'Statuts souples avant l’installation',
		shortTitle: 'Statuts souples avant l’installation',
	},
	{
		number: 5,
		title: 'Garder plus longtemps les médecins proches de la retraite',
		shortTitle: 'Médecins proches de la retraite',
	},
	{
		number: 6,
		title: 'Carrière universitaire pour les seniors de ville',
		shortTitle: 'Carrière universitaire des seniors',
	},
	{
		number: 7,
		title: 'Initiatives solidaires pour les secteurs critiques',
		shortTitle: 'Initiatives solidaires',
	},
	{ number: 8, title: 'Des aides qui ont du sens', shortTitle: 'Aides à l’installation' },
	{
		number: 9,
		title: 'Un comité territorial de médicalisation par département',
		shortTitle: 'Comité territorial',
	},
	{ number: 10, title: 'Les URPS médecins, pilotes du plan', shortTitle: 'Pilotage par l’URPS médecins' },
];

const PROPOSITION_BY_NUMBER: ReadonlyMap<number, Proposition> = new Map(
	PROPOSITIONS.map((proposition) => [proposition.number, proposition]),
);
/** The proposition of that number, or undefined when it is not 1 to 10. */
export function findProposition(number: number): Proposition | undefined {
	return PROPOSITION_BY_NUMBER.get(number);
}
