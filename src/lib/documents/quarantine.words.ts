import type { QuarantineReason } from '#lib/collaboration/protocol.ts';

/** One's edits that were set aside for one reason, as the server tells them. */
export type SetAside = {
	reason: QuarantineReason;
	ids: string[];
	edits: number;
	/** Of how many blocks, for a removal. */
	of: number | null;
	excerpt: string;
};

type Words = {
	title: string;
	sentence: string;
	merge: string;
	discard: string;
	confirmMerge: { title: string; sentence: string };
	confirmDiscard: { title: string; sentence: string };
};

/** What a person reads of what was set aside, and of the choice. */
export function quarantineWords(aside: SetAside): Words {
	return aside.reason === 'schema-older' ? olderWords(aside) : removalWords(aside);
}

const number = new Intl.NumberFormat('fr-FR');

function olderWords({ edits, excerpt }: SetAside): Words {
	const count =
		edits === 1
			? '1\u00a0modification faite avec l’ancienne version.'
			: `${number.format(edits)}\u00a0modifications faites avec l’ancienne version.`;
	const quote = excerpt === '' ? '' : `«\u00a0${excerpt}\u00a0» `;
	return {
		title: count,
		sentence: `${quote}Elles ne sont pas encore dans le document.`,
		merge: 'Reprendre',
		discard: 'Abandonner',
		confirmMerge: { title: 'Reprendre ces modifications\u00a0?', sentence: '' },
		confirmDiscard: {
			title: 'Abandonner ces modifications\u00a0?',
			sentence:
				'Elles n’entreront pas dans le document et ne vous seront plus proposées. Le texte des autres ne change pas.',
		},
	};
}

function removalWords({ edits, of }: SetAside): Words {
	const part = of === null ? number.format(edits) : `${number.format(edits)} sur ${number.format(of)}`;
	return {
		title: 'Une suppression importante a été mise de côté.',
		sentence: `À l’ouverture ou au retour du réseau, cette page a voulu supprimer une grande partie du document (blocs\u00a0: ${part}). Rien n’a été supprimé. Si vous ne l’avez pas voulu, renoncez-y.`,
		merge: 'Supprimer quand même',
		discard: 'Renoncer',
		confirmMerge: {
			title: 'Supprimer cette partie du document\u00a0?',
			sentence: `La suppression vaudra pour tout le comité (blocs\u00a0: ${part}).`,
		},
		confirmDiscard: {
			title: 'Renoncer à cette suppression\u00a0?',
			sentence: 'Le document reste comme les autres le voient. La suppression ne vous sera plus proposée.',
		},
	};
}
