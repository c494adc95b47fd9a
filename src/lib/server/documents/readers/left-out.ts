/** What a file held that a document cannot hold: by kind, how many times. */
export type LeftOutKind =
	| 'image'
	| 'undescribed'
	| 'comment'
	| 'code'
	| 'html'
	| 'link'
	| 'deep'
	| 'level'
	| 'underline'
	| 'alignment'
	| 'tracked';

export class LeftOut {
	readonly #counts = new Map<LeftOutKind, number>();

	add(kind: LeftOutKind): void {
		this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
	}

	/** One sentence each, in French. */
	sentences(): string[] {
		return [...this.#counts].map(([kind, count]) => sentenceOf(kind, count));
	}
}

const SENTENCES: Record<LeftOutKind, readonly [one: string, many: string]> = {
	image: ['1 image n’a pas été reprise.', 'images n’ont pas été reprises.'],
	undescribed: [
		'1 image n’avait pas de description : écrivez-la dans le texte.',
		'images n’avaient pas de description : écrivez-les dans le texte.',
	],
	comment: ['1 commentaire n’a pas été repris.', 'commentaires n’ont pas été repris.'],
	code: [
		'1 passage de code est devenu du texte ordinaire.',
		'passages de code sont devenus du texte ordinaire.',
	],
	html: ['1 élément HTML n’a pas été repris.', 'éléments HTML n’ont pas été repris.'],
	link: [
		'1 lien n’a pas été repris : seules les adresses http, https et mailto le sont.',
		'liens n’ont pas été repris : seules les adresses http, https et mailto le sont.',
	],
	deep: ['1 passage trop imbriqué a été remis à plat.', 'passages trop imbriqués ont été remis à plat.'],
	level: ['1 titre a été ramené au niveau 3.', 'titres ont été ramenés au niveau 3.'],
	underline: ['1 soulignement n’a pas été repris.', 'soulignements n’ont pas été repris.'],
	alignment: ['1 alignement n’a pas été repris.', 'alignements n’ont pas été repris.'],
	tracked: [
		'1 modification suivie a été prise comme acceptée.',
		'modifications suivies ont été prises comme acceptées.',
	],
};

function sentenceOf(kind: LeftOutKind, count: number): string {
	const [one, many] = SENTENCES[kind];
	const sentence = count === 1 ? one : `${count} ${many}`;
	return sentence.replaceAll(' :', '\u00a0:');
}
