/** Host that nothing may ever load from or lead to but a link that somebody clicks. */
export const HOSTILE_HOST = 'mal.example';

/** Name of the function that a payload calls when something lets it run. */
export const CANARY = 'hostileRan';

/** Values, each with its own number in it, so that what has run can be told. */
export const VALUES: readonly ((index: number) => unknown)[] = [
	(index) => `javascript:${CANARY}(${index})`,
	(index) => `java\tscript:${CANARY}(${index})`,
	(index) => ` \u0001JaVaScRiPt:${CANARY}(${index})//`,
	(index) => `data:text/html,<script>${CANARY}(${index})</script>`,
	(index) => `data:image/svg+xml,<svg onload="${CANARY}(${index})"/>`,
	(index) => `vbscript:${CANARY}(${index})`,
	(index) => `https://${HOSTILE_HOST}/${index}.js`,
	(index) => `//${HOSTILE_HOST}/${index}`,
	(index) => `https://banque.fr@${HOSTILE_HOST}/${index}`,
	(index) => `"><img src=x onerror=${CANARY}(${index})>`,
	(index) => `' onfocus='${CANARY}(${index})' autofocus='`,
	(index) => `</script><script>${CANARY}(${index})</script>`,
	(index) => `</style></title></textarea><svg onload=${CANARY}(${index})>`,
	(index) => `]]><script>${CANARY}(${index})</script><![CDATA[`,
	(index) => `--><script>${CANARY}(${index})</script><!--`,
	(index) =>
		`[lien](javascript:${CANARY}(${index})) ![x](https://${HOSTILE_HOST}/${index}.png) <b onclick=x>`,
	(index) => `\`\`\`\n<script>${CANARY}(${index})</script>\n\n    <iframe src=//${HOSTILE_HOST}>`,
	(index) => `url(https://${HOSTILE_HOST}/${index}); background:url(javascript:${CANARY}(${index}))`,
	(index) => `expression(${CANARY}(${index}))`,
	(index) => `=HYPERLINK("https://${HOSTILE_HOST}/${index}","x")`,
	(index) => `=cmd|'/C calc'!A${index}`,
	(index) => `{{constructor.constructor('${CANARY}(${index})')()}}\${${CANARY}(${index})}`,
	(index) => `../../images/${index}?x=https://${HOSTILE_HOST}`,
	(index) => `\u202e\u0000\ufeff<scr\u0000ipt>${CANARY}(${index})</scr\u0000ipt>`,
	(index) => `(${CANARY}(${index})) /JavaScript /JS /OpenAction /Launch /URI (https://${HOSTILE_HOST})`,
	(index) => ({ html: `<script>${CANARY}(${index})</script>`, toString: CANARY, __html: '<img>' }),
	(index) => [`<script>${CANARY}(${index})</script>`, { 0: 'script' }, 'onclick'],
	(index) => ['script', { src: `https://${HOSTILE_HOST}/${index}.js` }, 0],
	(index) => 1e9 + index,
	(index) => -index - 0.5,
	() => Number.NaN,
	() => true,
	() => null,
	(index) => `x${index}`.repeat(120),
];

/** The same as words. */
export const TEXT_VALUES = VALUES.map((value) => (index: number): string => {
	const made = value(index);
	return typeof made === 'string' ? made : JSON.stringify(made);
});
