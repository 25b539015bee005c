package chat.foyer.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import chat.foyer.search.Tokenizer.Token;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import org.unbescape.html.HtmlEscape;

/**
 * A part of a message in one line of plain text, with the hits marked: of its text, or
 * the name of a file where the text has no hit.
 * <p>
 * Pure and thread-safe.
 */
final class Snippet {

	/**
	 * How many chars a snippet has, more or less.
	 */
	private static final int LENGTH = 240;

	/**
	 * How many chars there are before the first hit where a text is longer.
	 */
	private static final int LEAD = 60;

	private static final char ELLIPSIS = '\u2026';

	/**
	 * Tags that stand in the middle of a word or sentence. Others divide it.
	 */
	private static final Pattern INLINE = Pattern.compile("</?(?:a|b|bdi|code|del|em|i|s|span|strong)(?: [^>]*)?>");

	private static final Pattern TAG = Pattern.compile("<[^>]*>");

	private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

	private static final BreakIterator CHARACTERS = BreakIterator.getCharacterInstance(ULocale.ROOT);

	private Snippet() {
	}

	/**
	 * Makes the snippet of a message.
	 * @param html the message as it is rendered
	 * @param fileNames the names of its files
	 * @param words what was found; empty if it was found by filters
	 * @return HTML that is safe to insert as it is
	 */
	static String of(String html, List<String> fileNames, List<Term> words) {
		String text = plain(html);
		List<Range> hits = hits(text, words);
		if (!hits.isEmpty() || fileNames.isEmpty()) {
			return mark(text, hits);
		}
		return fileNames.stream()
			.filter((name) -> !hits(name, words).isEmpty())
			.findFirst()
			.or(() -> text.isEmpty() ? Optional.of(fileNames.get(0)) : Optional.empty())
			.map((name) -> "<bdi>" + mark(name, hits(name, words)) + "</bdi>")
			.orElseGet(() -> mark(text, hits));
	}

	private static String mark(String text, List<Range> hits) {
		Range part = part(text, hits.isEmpty() ? 0 : hits.get(0).start());
		StringBuilder snippet = new StringBuilder((part.start() > 0) ? String.valueOf(ELLIPSIS) : "");
		int at = part.start();
		for (Range hit : hits) {
			int end = Math.min(hit.end(), part.end());
			if (hit.start() < end) {
				snippet.append(escape(text, at, hit.start()))
					.append("<mark>")
					.append(escape(text, hit.start(), end))
					.append("</mark>");
				at = end;
			}
		}
		snippet.append(escape(text, at, part.end()));
		return snippet.append((part.end() < text.length()) ? String.valueOf(ELLIPSIS) : "").toString();
	}

	private static String plain(String html) {
		String blocks = INLINE.matcher(html).replaceAll("");
		String text = HtmlEscape.unescapeHtml(TAG.matcher(blocks).replaceAll(" "));
		return BLANKS.matcher(text).replaceAll(" ").strip();
	}

	private static String escape(String text, int start, int end) {
		return HtmlEscape.escapeHtml4Xml(text.substring(start, end));
	}

	/**
	 * The hits in order. Those with only a blank between them are one.
	 */
	private static List<Range> hits(String text, List<Term> words) {
		List<Token> tokens = Tokenizer.tokens(text);
		List<Range> all = new ArrayList<>();
		for (Term term : words) {
			for (int at = 0; at + term.tokens().size() <= tokens.size(); at++) {
				if (isHit(tokens, at, term)) {
					all.add(new Range(tokens.get(at).start(), tokens.get(at + term.tokens().size() - 1).end()));
				}
			}
		}
		all.sort(Comparator.comparing(Range::start));
		List<Range> hits = new ArrayList<>();
		for (Range next : all) {
			Range last = hits.isEmpty() ? null : hits.get(hits.size() - 1);
			if (last != null && (next.start() <= last.end() || text.substring(last.end(), next.start()).isBlank())) {
				hits.set(hits.size() - 1, new Range(last.start(), Math.max(last.end(), next.end())));
			}
			else {
				hits.add(next);
			}
		}
		return hits;
	}

	private static boolean isHit(List<Token> tokens, int at, Term term) {
		int last = term.tokens().size() - 1;
		for (int i = 0; i <= last; i++) {
			String found = tokens.get(at + i).term();
			String wanted = term.tokens().get(i);
			boolean isPrefix = term.isPrefix() && i == last;
			if (!(isPrefix ? found.startsWith(wanted) : found.equals(wanted))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The part of a text around its first hit, which divides no character.
	 */
	private static Range part(String text, int firstHit) {
		if (text.length() <= LENGTH) {
			return new Range(0, text.length());
		}
		BreakIterator characters = CHARACTERS.clone();
		characters.setText(text);
		int start = Math.max(0, Math.min(firstHit - LEAD, text.length() - LENGTH));
		return new Range(boundary(characters, start), boundary(characters, Math.min(start + LENGTH, text.length())));
	}

	private static int boundary(BreakIterator characters, int at) {
		return characters.isBoundary(at) ? at : characters.preceding(at);
	}

	private record Range(int start, int end) {
	}

}
