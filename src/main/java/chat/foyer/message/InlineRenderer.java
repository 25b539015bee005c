package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.unbescape.html.HtmlEscape;

/**
 * Renders the text of one paragraph: {@code *emphasis*}, {@code **strong emphasis**},
 * {@code ~~strikethrough~~}, code between backticks, web addresses and
 * {@code [words](https://…)}. All else is written as typed. Code, links and mentions are
 * isolated from the direction of the text around them.
 *
 * <p>
 * A mark has at least one letter or digit between its ends (code: anything visible).
 * {@link MarkRules} decides where it may begin and end. Code wins over links, and links
 * win over marks: none of them reaches across the edge of one before it in this order.
 */
final class InlineRenderer {

	private static final String BRACKETS_AND_QUOTES = "()[]{}\uFF08\uFF09\"'";

	private final String text;

	private final LinkBudget budget;

	private final MentionScanner mentions;

	private final boolean isInLink;

	private final CodeSpans code;

	/**
	 * Links with words, by the index of their first bracket.
	 */
	private final Map<Integer, Link> links;

	private final AddressScanner addresses;

	private final OpenDelimiters open = new OpenDelimiters();

	private final List<Delimiter> delimiters = new ArrayList<>();

	/**
	 * The HTML of the text before {@link #pending}, without the delimiters.
	 */
	private final StringBuilder rendered = new StringBuilder();

	/**
	 * The beginning of the text that is not rendered yet.
	 */
	private int pending;

	/**
	 * The end of the last code, address or link.
	 */
	private int wholeEnd = -1;

	/**
	 * The number of letters and digits so far; a link or address counts as one.
	 */
	private int words;

	private InlineRenderer(String text, LinkBudget budget, MentionScanner mentions, boolean isInLink) {
		this.text = text;
		this.budget = budget;
		this.mentions = mentions;
		this.isInLink = isInLink;
		this.code = new CodeSpans(text);
		this.addresses = new AddressScanner(text);
		this.links = (isInLink || !text.contains("](")) ? Map.of() : findLinks();
	}

	/**
	 * Renders a paragraph.
	 * @param text lines, none of them blank
	 * @param budget the remaining links of the message
	 * @param html receives the HTML
	 */
	static void render(String text, LinkBudget budget, MentionScanner mentions, StringBuilder html) {
		new InlineRenderer(text, budget, mentions, false).render(html);
	}

	private void render(StringBuilder html) {
		for (int at = 0; at < this.text.length();) {
			at = switch (this.text.charAt(at)) {
				case '*', '~' -> delimiter(at);
				case '`' -> code(at);
				case '[' -> link(at);
				case 'h', 'H', 'w', 'W' -> address(at);
				case '@', '\uFF20', '\uFE6B' -> mention(at);
				default -> character(at);
			};
		}
		flush(this.text.length());
		int done = 0;
		int depth = 0;
		for (Delimiter delimiter : this.delimiters) {
			html.append(this.rendered, done, delimiter.offset());
			depth = delimiter.write(depth, html);
			done = delimiter.offset();
		}
		html.append(this.rendered, done, this.rendered.length());
	}

	private int character(int at) {
		int codePoint = this.text.codePointAt(at);
		if (CharacterClass.isWord(codePoint)) {
			this.words++;
		}
		else if (BRACKETS_AND_QUOTES.indexOf(codePoint) >= 0) {
			this.open.read(this.text, at);
		}
		return at + Character.charCount(codePoint);
	}

	private int delimiter(int start) {
		MarkRules.Run run = MarkRules.run(this.text, start, start == this.wholeEnd);
		if (run == null) {
			return MarkRules.endOfRun(this.text, start);
		}
		flush(start);
		this.pending = start + run.length();
		Delimiter delimiter = new Delimiter(run, this.words, this.rendered.length());
		this.delimiters.add(delimiter);
		this.open.read(delimiter, CharacterClass.before(this.text, start));
		return this.pending;
	}

	private int code(int start) {
		int end = this.code.end(start);
		int contentStart = this.code.endOfRun(start);
		if (end < 0) {
			return contentStart;
		}
		String content = this.text.substring(contentStart, end - (contentStart - start));
		this.words += (int) content.codePoints().filter(CharacterClass::isWord).count();
		flush(start);
		this.rendered.append("<code dir=\"ltr\">").append(HtmlEscape.escapeHtml4Xml(content)).append("</code>");
		return endWhole(end);
	}

	private int link(int start) {
		Link link = this.links.get(start);
		if (link == null || !this.budget.take(link.address)) {
			return character(start);
		}
		flush(start);
		String content = this.text.substring(start + 1, link.contentEnd);
		beginLink(link.address, "auto");
		new InlineRenderer(content, this.budget, this.mentions, true).render(this.rendered);
		this.rendered.append("</a>");
		host(LinkDisguise.hostBeside(content, link.address));
		this.words++;
		return endWhole(link.end);
	}

	private int mention(int start) {
		int end = this.isInLink ? start : this.mentions.end(this.text, start);
		if (end == start) {
			return character(start);
		}
		flush(start);
		for (int at = start; at < end;) {
			at = character(at);
		}
		this.rendered.append("<bdi>");
		flush(end);
		this.rendered.append("</bdi>");
		return end;
	}

	private int address(int at) {
		WebAddress address = this.budget.allowsMore() ? WebAddress.at(this.text, at, this.addresses, this::endsMark)
				: null;
		if (address == null) {
			return character(at);
		}
		if (!this.isInLink && !this.budget.take(address)) {
			this.addresses.reject(at + address.text().length());
			return character(at);
		}
		flush(at);
		String shown = HtmlEscape.escapeHtml4Xml(address.text());
		if (this.isInLink) {
			this.rendered.append(shown);
		}
		else {
			beginLink(address, "ltr");
			this.rendered.append(shown).append("</a>");
			host(LinkDisguise.hostBeside(address));
		}
		this.words++;
		return endWhole(at + address.text().length());
	}

	/**
	 * Whether a mark that was opened before an address ends inside what looks like the
	 * address.
	 */
	private boolean endsMark(int at) {
		char mark = this.text.charAt(at);
		if ((mark != '*' && mark != '~') || this.text.charAt(at - 1) == mark) {
			return false;
		}
		MarkRules.Run run = MarkRules.run(this.text, at, true);
		// The address counts as a word.
		return run != null && this.open.areClosedBy(new Delimiter(run, this.words + 1, 0));
	}

	private void beginLink(WebAddress address, String direction) {
		this.rendered.append("<a href=\"")
			.append(HtmlEscape.escapeHtml4Xml(address.href()))
			.append("\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\" dir=\"")
			.append(direction)
			.append("\">");
	}

	private void host(@Nullable String host) {
		if (host != null) {
			this.rendered.append(" <span class=\"host\" dir=\"ltr\">(")
				.append(HtmlEscape.escapeHtml4Xml(host))
				.append(")</span>");
		}
	}

	private void flush(int end) {
		this.rendered.append(HtmlEscape.escapeHtml4Xml(this.text.substring(this.pending, end)));
		this.pending = end;
	}

	private int endWhole(int end) {
		this.pending = end;
		this.wholeEnd = end;
		return end;
	}

	/**
	 * Finds the links with words. A link has at least one letter or digit between its
	 * brackets, stands on one line, and has no other link inside.
	 */
	private Map<Integer, Link> findLinks() {
		Map<Integer, Link> found = new HashMap<>();
		Deque<Integer> brackets = new ArrayDeque<>();
		int[] wordsBefore = new int[this.text.length() + 1];
		for (int at = 0; at < this.text.length(); at++) {
			char character = this.text.charAt(at);
			wordsBefore[at + 1] = wordsBefore[at] + (CharacterClass.isWord(this.text.codePointAt(at)) ? 1 : 0);
			if (character == '`') {
				int end = Math.max(this.code.end(at), this.code.endOfRun(at));
				wordsBefore[end] = wordsBefore[at] + (CharacterClass.hasWord(this.text.substring(at, end)) ? 1 : 0);
				if (this.text.substring(at, end).indexOf('\n') >= 0) {
					brackets.clear();
				}
				at = end - 1;
			}
			else if (character == '\n') {
				brackets.clear();
			}
			else if (character == '[') {
				brackets.push(at);
			}
			else if (character == ']' && !brackets.isEmpty()) {
				int start = brackets.pop();
				Link link = (wordsBefore[start] < wordsBefore[at]) ? linkAt(start, at) : null;
				if (link != null) {
					found.put(start, link);
					brackets.clear();
				}
			}
		}
		return found;
	}

	private @Nullable Link linkAt(int start, int contentEnd) {
		if (!this.text.startsWith("](", contentEnd) || !MarkRules.mayOpenAt(this.text, start)
				|| CharacterClass.before(this.text, start) == ']') {
			return null;
		}
		WebAddress address = WebAddress.inParentheses(this.text, contentEnd + 1);
		int end = contentEnd + "]()".length() + ((address != null) ? address.text().length() : 0);
		return (address != null && MarkRules.mayCloseAt(this.text, end)) ? new Link(contentEnd, end, address) : null;
	}

	private record Link(int contentEnd, int end, WebAddress address) {
	}

}
