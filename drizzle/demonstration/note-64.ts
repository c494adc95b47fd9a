import { heading, numbers, paragraph, tasks, type Block } from './block.ts';

export interface DemonstrationNote {
	departmentCode: string;
	author: string;
	daysAgo: number;
	title: string;
	blocks: readonly Block[];
}

/** A free note, so that the list of documents shows one. */
export const NOTE_64: DemonstrationNote = {
	departmentCode: '64',
	author: 'animatrice64',
	daysAgo: 1,
	title: 'Ordre du jour de la prochaine rencontre',
	blocks: [
		paragraph('Deux heures, à Mauléon-Licharre ou à distance. Chacun peut ajouter un point.'),
		numbers(
			'Relire les quatre priorités du diagnostic (30 minutes)',
			'Les deux actions en retard : ce qui les débloque (40 minutes)',
			'Arrivée des docteurs juniors : qui accueille qui (30 minutes)',
			'Mandats qui se terminent et sièges vacants (10 minutes)',
		),
		heading('À préparer'),
		tasks(
			'Demander aux intercommunalités la date de leur délibération',
			'Apporter la liste des logements communaux libres',
		),
	],
};
