import { ofName } from '#lib/ui/person.ts';

/** A commune after « de »: « de Pau », « d’Aussurucq », « du Mans », « des Eaux-Claires ». */
export function ofCommune(name: string): string {
	const [, article, rest] = /^(Les?) (.+)$/u.exec(name) ?? [];
	if (rest === undefined) return ofName(name);
	return `${article === 'Le' ? 'du' : 'des'} ${rest}`;
}
