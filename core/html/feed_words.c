/*
 * The elements and attributes that a feed's markup keeps: those of HTML, of
 * formulas (MathML) and of drawings (SVG).  Drawings neither move nor refer to
 * parts elsewhere, and hold no HTML.
 */
#include <string.h>
#include <strings.h>

#include "html/feed_inside.h"

static const char HTML_ELEMENTS[] = " a abbr acronym address area article "
    "aside audio b big blockquote br button canvas caption center cite code "
    "col colgroup command datagrid datalist dd del details dfn dialog dir div "
    "dl dt em event-source fieldset figcaption figure font footer form h1 h2 "
    "h3 h4 h5 h6 header hr i img input ins kbd keygen label legend li m map "
    "menu meter multicol nav nextid noscript ol optgroup option output p pre "
    "progress q s samp section select small sound source spacer span strike "
    "strong sub sup table tbody td textarea tfoot th thead time tr tt u ul "
    "var video ";
static const char MATH_ELEMENTS[] = " maction maligngroup malignmark math "
    "menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded "
    "mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup "
    "mtable mtd mtext mtr munder munderover none semantics ";
static const char SVG_ELEMENTS[] = " a circle defs desc ellipse g line "
    "linearGradient marker path polygon polyline radialGradient rect stop "
    "svg switch text title tspan ";

static const char HTML_ATTRIBUTES[] = " abbr accept accept-charset accesskey "
    "action align alt autocomplete autofocus axis background balance bgcolor "
    "bgproperties border bordercolor bordercolordark bordercolorlight "
    "bottompadding cellpadding cellspacing ch challenge char charoff charset "
    "checked choff cite class clear color cols colspan compact "
    "contenteditable controls coords data datafld datapagesize datasrc "
    "datetime default delay dir disabled draggable dynsrc enctype end face "
    "for form frame galleryimg gutter headers height hidden hidefocus high "
    "href hreflang hspace icon id inputmode ismap keytype label lang "
    "leftspacing list longdesc loop loopcount loopend loopstart low lowsrc "
    "max maxlength media method min multiple name nohref noshade nowrap open "
    "optimum pattern ping point-size poster pqg preload prompt radiogroup "
    "readonly rel repeat-max repeat-min replace required rev rightspacing "
    "rows rowspan rules scope selected shape size span src start step summary "
    "suppress tabindex target template title toppadding type unselectable "
    "urn usemap valign value variable volume vrml vspace width wrap xml:lang ";
static const char MATH_ATTRIBUTES[] = " align close columnalign columnlines "
    "columnspacing columnspan depth display displaystyle equalcolumns "
    "equalrows fence fontstyle fontweight frame height largeop linethickness "
    "lquote lspace mathbackground mathcolor mathsize mathvariant maxsize "
    "minsize notation open rowalign rowlines rowspacing rowspan rquote rspace "
    "scriptlevel selection separator separators stretchy symmetric voffset "
    "width xlink:href xlink:show xlink:type ";
static const char SVG_ATTRIBUTES[] = " baseProfile class color cx cy d dx dy "
    "fill fill-opacity fill-rule font-family font-size font-stretch "
    "font-style font-variant font-weight fx fy gradientTransform "
    "gradientUnits height id lang marker-end marker-mid marker-start "
    "markerHeight markerUnits markerWidth offset opacity orient pathLength "
    "points preserveAspectRatio r refX refY rotate rx ry spreadMethod "
    "stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset "
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity "
    "stroke-width text-anchor transform version viewBox visibility width x "
    "x1 x2 xlink:href xlink:show xlink:title xlink:type xml:lang y y1 y2 ";
static const char ADDRESSES[] = " action background cite dynsrc href longdesc "
    "lowsrc poster src usemap xlink:href ";

static const struct {
	const char	*elements, *attributes;
} languages[] = {
	[FEED_HTML] = { HTML_ELEMENTS, HTML_ATTRIBUTES },
	[FEED_MATH] = { MATH_ELEMENTS, MATH_ATTRIBUTES },
	[FEED_SVG] = { SVG_ELEMENTS, SVG_ATTRIBUTES },
};

bool
feed_among(const char *words, char *name)
{
	size_t length = strlen(name);
	const char *at = words;

	if (length == 0 || strchr(name, ' ') != NULL)
		return (false);
	while ((at = strcasestr(at + 1, name)) != NULL)
		if (at[-1] == ' ' && at[length] == ' ') {
			memcpy(name, at, length);
			return (true);
		}
	return (false);
}

bool
feed_element(enum feed_language language, char *name)
{
	return (feed_among(languages[language].elements, name));
}

bool
feed_attribute_kept(enum feed_language language, char *name)
{
	return (feed_among(languages[language].attributes, name));
}

bool
feed_attribute_address(const char *name)
{
	char copy[FEED_NAME_MAX];

	if (strlen(name) >= sizeof(copy))
		return (false);
	memcpy(copy, name, strlen(name) + 1);
	return (feed_among(ADDRESSES, copy));
}
