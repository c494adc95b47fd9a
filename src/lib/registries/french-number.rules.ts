import { fold } from '#lib/ui/fold.ts';

const UNITS = [
	...['zero', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze'],
	...['treize', 'quatorze', 'quinze', 'seize'],
];
const TENS: Record<string, number> = {
	vingt: 20,
	trente: 30,
	quarante: 40,
	cinquante: 50,
	soixante: 60,
	septante: 70,
	octante: 80,
	nonante: 90,
};

/** A number as French files write it: `1 240`, `63,5`, `63.5`, `1.240,50`; null when it is none. */
export function readFrenchNumber(text: string): number | null {
	const plain = text.replace(/[\s\u00a0\u202f]/g, '');
	if (/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/.test(plain))
		return Number(plain.replaceAll('.', '').replace(',', '.'));
	if (!/^[+-]?\d{1,15}(?:[.,]\d{1,6})?$/.test(plain)) return null;
	return Number(plain.replace(',', '.'));
}

/** A number up to 99 in words (« soixante-deux »): never taken for certain, but proposed. Null when it is none. */
export function readNumberWords(text: string): number | null {
	const words = fold(text)
		.split(/[\s-]+/)
		.filter((word) => word !== '' && word !== 'et' && word !== 'ans');
	if (words.length === 0 || words.length > 4) return null;
	let total = 0;
	for (const word of words) {
		const unit = UNITS.indexOf(word);
		const ten = TENS[word.replace(/s$/, '')];
		// « quatre-vingts »: the only product.
		if (ten === 20 && total === 4) total = 80;
		else if (unit >= 0) total += unit;
		else if (ten !== undefined) total += ten;
		else return null;
	}
	return total < 100 ? total : null;
}
