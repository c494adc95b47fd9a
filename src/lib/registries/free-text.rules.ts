import { fold } from '#lib/ui/fold.ts';

/** What a text written by hand seems to hold that the registries must not. A warning: whoever writes decides. */
export interface FreeTextWarning {
	kind: 'health' | 'social-security';
	/** The words as they were written. */
	said: string;
}

/** Folded to plain letters; `*` ends a beginning of word. */
const HEALTH_WORDS: readonly string[] = [
	...[
		'maladie*',
		'malade*',
		'cancer*',
		'tumeur*',
		'metastase*',
		'leucemie*',
		'chimiotherapi*',
		'radiotherapie',
	],
	...['diabet*', 'depressi*', 'burn out', 'burnout', 'avc', 'infarctus', 'epilep*', 'parkinson', 'alzheimer'],
	...[
		'sclerose*',
		'hepatite*',
		'vih',
		'sida',
		'seropositi*',
		'alcooli*',
		'addiction*',
		'toxicoman*',
		'suicid*',
	],
	...['antidepresseur*', 'anxiolytique*', 'medicament*', 'pathologi*', 'dialyse*', 'grossesse*', 'enceinte'],
	...[
		'fausse couche',
		'invalidite',
		'handicap*',
		'rqth',
		'hospitalise*',
		'hospitalisation*',
		'opere',
		'operee',
	],
	...['arret de travail', 'mi temps therapeutique', 'conge maternite', 'conge de maternite', 'douleur*'],
	...[
		'probleme* de sante',
		'raison* de sante',
		'etat de sante',
		'sante fragile',
		'souci* de sante',
		'souffre de',
	],
	...['suivi psychiatrique', 'sous traitement', 'ald', 'covid long', 'en remission', 'therapie'],
];

/** What somebody may practise, study or direct: after these, words of health say a work and nobody's health. */
const WORK_WORDS = new Set(
	(
		'medecin medecins medecine docteur specialiste specialistes specialite centre centres consultation consultations service ' +
		'services unite unites patient patients patientele reseau formation formations diplome du diu activite activites soins ' +
		'equipe equipes hopital clinique praticien praticienne cabinet referent referente structure pole prevention maison competence ' +
		'competences expertise interet association education depistage suivi prise'
	).split(' '),
);

/** Words that may stand between the two: « centre de lutte contre le cancer ». */
const LINKS = new Set(
	'de du des d la le les l en et a au aux contre lutte prise charge suivi pour par sur education depistage adultes enfants'.split(
		' ',
	),
);

/** « diabétologie », « cancérologue »: who treats it. */
const SPECIALTY = /^(?!pathologi).*log(ie|ue|ues|iste|istes)$/;

interface Word {
	/** Folded. */
	plain: string;
	/** Where it stands in the text. */
	from: number;
	to: number;
}

function wordsIn(text: string): Word[] {
	return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: word, index }) => ({
		...{ plain: fold(word), from: index, to: index + word.length },
	}));
}

const PATTERNS = HEALTH_WORDS.map((pattern) => pattern.split(' '));

function fits(pattern: string, word: Word | undefined): boolean {
	if (word === undefined) return false;
	return pattern.endsWith('*') ? word.plain.startsWith(pattern.slice(0, -1)) : word.plain === pattern;
}

/** Whether what stands before a word makes of it a field of work. */
function isWork(words: readonly Word[], at: number): boolean {
	for (let before = at - 1; before >= 0 && before >= at - 7; before -= 1) {
		const { plain } = words[before] ?? { plain: '' };
		// « du » is a diploma only when nothing else comes before it.
		if (WORK_WORDS.has(plain) && !LINKS.has(plain)) return true;
		if (!LINKS.has(plain)) return false;
	}
	return false;
}

function healthIn(text: string): FreeTextWarning[] {
	const words = wordsIn(text);
	return words.flatMap((word, at) => {
		const found = PATTERNS.find((pattern) => pattern.every((part, nth) => fits(part, words[at + nth])));
		const last = words[at + (found?.length ?? 0) - 1];
		if (found === undefined || last === undefined || SPECIALTY.test(word.plain) || isWork(words, at))
			return [];
		return [{ kind: 'health' as const, said: text.slice(word.from, last.to) }];
	});
}

/** Sex, year, month, département, commune, rank, and the key or not: with whatever people put between. */
const SOCIAL_SECURITY =
	/(?<![\d])([12])[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2}|2[ABab])[ .-]?(\d{3})[ .-]?(\d{3})(?:[ .-]?(\d{2}))?(?![ .-]?\d)/g;

function numbersIn(text: string): FreeTextWarning[] {
	return [...text.matchAll(SOCIAL_SECURITY)].flatMap((match) => {
		const [said, sex = '', year = '', month = '', place = '', commune = '', rank = '', key] = match;
		const inCalendar = Number(month) >= 1 && Number(month) <= 12;
		const whole = `${sex}${year}${month}${numericPlace(place)}${commune}${rank}`;
		const keyFits = key !== undefined && 97 - Number(BigInt(whole) % 97n) === Number(key);
		return inCalendar || keyFits ? [{ kind: 'social-security' as const, said }] : [];
	});
}

/** Corsica counts as 19 and 18 in the key. */
function numericPlace(place: string): string {
	return { '2A': '19', '2B': '18' }[place.toUpperCase()] ?? place;
}

/** What a text seems to say of somebody's health or number, each thing once. */
export function freeTextWarnings(text: string): FreeTextWarning[] {
	const all = [...numbersIn(text), ...healthIn(text)];
	return [...new Map(all.map((one) => [`${one.kind} ${fold(one.said)}`, one])).values()];
}

/** The warning in a sentence. */
export function warningSentence({ kind, said }: FreeTextWarning): string {
	if (kind === 'social-security') {
		return 'Ce nombre ressemble à un numéro de sécurité sociale\u00a0: retirez-le, il n’a pas sa place ici.';
	}
	return `«\u00a0${said}\u00a0» peut dire la santé de quelqu’un\u00a0: n’écrivez que ce dont le comité a besoin, jamais une raison de santé.`;
}
