package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.unbescape.html.HtmlEscape;

/**
 * Renders the text of one paragraph: {@code *emphasis*}, {@code **strong emphasis**},
 * {@code ~~strikethrough~~}, code between backticks, web addresses and
 * {@code [words](https://…)}.
 *
 * <p>
 * A mark is recognised only where it is meant:
 * <ul>
 * <li>Outside of it stands no letter or digit, unless that is Han, Kana or Hangul.</li>
 * <li>Between its ends stands at least one letter or digit (in code: anything
 * visible).</li>
 * <li>Directly inside of an asterisk or tilde stands no white space.</li>
 * <li>No backslash stands before it.</li>
 * <li>Asterisks that are part of comments, paths, file patterns, calculations or keycap
 * emoji are no marks (see {@link #delimiter}).</li>
 * </ul>
 * All else is written as typed.
 *
 * <p>
 * The text is read once. What reads ahead does so once for each place where a mark or an
 * address can begin.
 */
final class InlineRenderer {

	private static final String SEPARATORS = "/\\|";

	private static final String QUOTES = "\"'`";

	private static final int MAX_ASTERISKS = 3;

	private static final int MAX_DEPTH = 16;

	private final String text;

	private final List<Token> tokens = new ArrayList<>();

	/**
	 * The opening brackets of this line that have no closing one yet: indices of tokens.
	 */
	private final Deque<Integer> brackets = new ArrayDeque<>();

	/**
	 * Lengths of runs of backticks that do not occur in the rest of the text.
	 */
	private final BitSet absentBackticks = new BitSet();

	private final List<Delimiter> openers = new ArrayList<>();

	/**
	 * Where the text begins that is in no token yet.
	 */
	private int pending;

	/**
	 * How many letters and digits, or things that count as one, have been read.
	 */
	private int words;

	private InlineRenderer(String text) {
		this.text = text;
	}

	/**
	 * Render a paragraph.
	 * @param text lines, none of them blank
	 * @param html where the HTML is appended
	 */
	static void render(String text, StringBuilder html) {
		InlineRenderer renderer = new InlineRenderer(text);
		renderer.read();
		pair(renderer.tokens);
		write(renderer.tokens, false, html);
	}

	private void read() {
		int at = 0;
		while (at < this.text.length()) {
			at = switch (this.text.charAt(at)) {
				case '*', '~' -> delimiters(at);
				case '`' -> code(at);
				case '[' -> openBracket(at);
				case ']' -> closeBracket(at);
				case 'h', 'H', 'w', 'W' -> address(at);
				default -> character(at);
			};
		}
		flush(at);
	}

	private int character(int at) {
		int codePoint = this.text.codePointAt(at);
		if (CharacterClass.isWord(codePoint)) {
			this.words++;
		}
		else if (codePoint == '\n') {
			this.brackets.clear();
		}
		return at + Character.charCount(codePoint);
	}

	private int delimiters(int start) {
		int end = endOfRun(start);
		Delimiter delimiter = delimiter(start, end);
		if (delimiter != null) {
			add(start, end, delimiter);
			if (delimiter.opens) {
				this.openers.add(delimiter);
			}
		}
		return end;
	}

	/**
	 * Decide what a run of asterisks or tildes can be.
	 *
	 * <p>
	 * Apart from the rules for all marks, there is one for each thing that looks like a
	 * mark and is none. Comments, paths and placeholders have separators: {@code src/*},
	 * {@code *|NAME|*}. File patterns have a dot: {@code *.java}. Calculations have
	 * brackets: {@code (a+b)*(c+d)}. Asterisks alone in quotes or brackets are quoted:
	 * {@code "*"}. A combining character makes a keycap emoji.
	 * @return what it can open or close, or {@code null} if neither
	 */
	private @Nullable Delimiter delimiter(int start, int end) {
		int length = end - start;
		boolean isStar = this.text.charAt(start) == '*';
		int before = CharacterClass.before(this.text, start);
		int after = CharacterClass.at(this.text, end);
		boolean isQuoted = before == after && QUOTES.indexOf(before) >= 0;
		if ((isStar ? length > MAX_ASTERISKS : length != 2) || before == '\\' || isQuoted
				|| CharacterClass.isCombining(after)) {
			return null;
		}
		// The last character of an address, a link or code does not count by itself.
		int last = isBehindWhole(start) ? 'x' : before;
		boolean opens = isVisible(after) && mayOpenAt(start) && SEPARATORS.indexOf(before) < 0
				&& Character.getType(after) != Character.END_PUNCTUATION;
		boolean closes = isVisible(last) && mayCloseAt(end) && SEPARATORS.indexOf(after) < 0
				&& Character.getType(last) != Character.START_PUNCTUATION;
		if (isStar && length == 1) {
			boolean isPattern = after == '.' && CharacterClass.isWord(CharacterClass.at(this.text, end + 1));
			opens = opens && SEPARATORS.indexOf(after) < 0 && !isPattern && ")]}".indexOf(before) < 0;
			closes = closes && SEPARATORS.indexOf(last) < 0 && "([{".indexOf(after) < 0;
		}
		if (!opens && !closes) {
			return null;
		}
		return new Delimiter(start, this.text.charAt(start), length, opens, closes, SEPARATORS.indexOf(last) >= 0,
				SEPARATORS.indexOf(after) >= 0, this.words);
	}

	private int code(int start) {
		int end = endOfRun(start);
		int length = end - start;
		int close = (mayOpenAt(start) && !this.absentBackticks.get(length)) ? backticks(end, length) : -1;
		if (close < 0 || !mayCloseAt(close + length)
				|| CharacterClass.isAllInvisible(this.text.substring(end, close))) {
			return end;
		}
		for (int at = end; at < close;) {
			at = character(at);
		}
		String code = HtmlEscape.escapeHtml4Xml(this.text.substring(end, close));
		return add(start, close + length, new Html("<code>" + code + "</code>"));
	}

	private int backticks(int start, int length) {
		int at = this.text.indexOf('`', start);
		while (at >= 0) {
			int end = endOfRun(at);
			if (end - at == length) {
				return at;
			}
			at = this.text.indexOf('`', end);
		}
		this.absentBackticks.set(length);
		return -1;
	}

	private int openBracket(int at) {
		boolean opens = mayOpenAt(at) && CharacterClass.before(this.text, at) != ']';
		int end = add(at, at + 1, new Bracket(at, opens, this.words));
		this.brackets.push(this.tokens.size() - 1);
		return end;
	}

	private int closeBracket(int at) {
		Integer index = this.brackets.poll();
		if (index == null || !(this.tokens.get(index) instanceof Bracket bracket) || !bracket.opens
				|| bracket.wordsBefore == this.words || !this.text.startsWith("](", at)) {
			return at + 1;
		}
		WebAddress address = WebAddress.inParentheses(this.text, at + 1);
		if (address == null) {
			return at + 1;
		}
		int end = at + "]()".length() + address.text().length();
		if (!mayCloseAt(end)) {
			return at + 1;
		}
		flush(at);
		List<Token> content = this.tokens.subList(index + 1, this.tokens.size());
		pair(content);
		StringBuilder html = new StringBuilder();
		beginLink(address, "auto", html);
		write(content, true, html);
		html.append("</a>");
		writeHost(LinkDisguise.hostBeside(this.text.substring(bracket.start + 1, at), address), html);
		this.openers.removeIf((opener) -> opener.start > bracket.start);
		this.tokens.subList(index, this.tokens.size()).clear();
		this.brackets.clear();
		return add(at, end, new Html(html.toString()));
	}

	private int address(int at) {
		WebAddress address = WebAddress.at(this.text, at, this::endsMark);
		if (address == null) {
			return character(at);
		}
		this.words++;
		return add(at, at + address.text().length(), new Address(address));
	}

	/**
	 * Whether a mark that was opened before an address ends inside what looks like the
	 * address.
	 */
	private boolean endsMark(int at) {
		char mark = this.text.charAt(at);
		if ((mark != '*' && mark != '~') || this.openers.isEmpty() || this.text.charAt(at - 1) == mark) {
			return false;
		}
		int end = endOfRun(at);
		return mayCloseAt(end)
				&& this.openers.stream().anyMatch((opener) -> opener.mark == mark && opener.fits(end - at));
	}

	private int endOfRun(int start) {
		int end = start + 1;
		while (end < this.text.length() && this.text.charAt(end) == this.text.charAt(start)) {
			end++;
		}
		return end;
	}

	/**
	 * Whether a mark can begin at an index, as for what stands before it.
	 */
	private boolean mayOpenAt(int index) {
		return CharacterClass.before(this.text, index) != '\\'
				&& mayStandOutside(CharacterClass.baseBefore(this.text, index));
	}

	/**
	 * Whether a mark can end at an index, as for what stands behind it.
	 */
	private boolean mayCloseAt(int index) {
		return mayStandOutside(CharacterClass.at(this.text, index));
	}

	private static boolean mayStandOutside(int codePoint) {
		return !CharacterClass.isWord(codePoint) || CharacterClass.isHanKanaOrHangul(codePoint);
	}

	private static boolean isVisible(int codePoint) {
		return codePoint != CharacterClass.NONE && !CharacterClass.isInvisible(codePoint);
	}

	private boolean isBehindWhole(int index) {
		Token last = (index == this.pending && index > 0) ? this.tokens.get(this.tokens.size() - 1) : null;
		return last instanceof Html || last instanceof Address;
	}

	private int add(int start, int end, Token token) {
		flush(start);
		this.tokens.add(token);
		this.pending = end;
		return end;
	}

	private void flush(int end) {
		if (this.pending < end) {
			this.tokens.add(new Plain(this.text.substring(this.pending, end)));
			this.pending = end;
		}
	}

	/**
	 * Pair delimiters, each closing one with the nearest opening one that fits.
	 */
	private static void pair(List<Token> tokens) {
		List<Delimiter> open = new ArrayList<>();
		for (Token token : tokens) {
			if (token instanceof Delimiter delimiter && !(delimiter.closes && close(open, delimiter))
					&& delimiter.opens) {
				open.add(delimiter);
			}
		}
	}

	private static boolean close(List<Delimiter> open, Delimiter closing) {
		for (int i = open.size() - 1; i >= 0 && closing.unpaired > 0; i--) {
			Delimiter opening = open.get(i);
			if (opening.isClosedBy(closing)) {
				opening.pairWith(closing);
				// What was opened in between has no end.
				open.subList((opening.unpaired > 0) ? i + 1 : i, open.size()).clear();
			}
		}
		return !closing.pairs.isEmpty();
	}

	private static void write(List<Token> part, boolean isInLink, StringBuilder html) {
		int depth = 0;
		for (Token token : part) {
			if (token instanceof Plain plain) {
				html.append(HtmlEscape.escapeHtml4Xml(plain.text));
			}
			else if (token instanceof Html whole) {
				html.append(whole.html);
			}
			else if (token instanceof Bracket) {
				html.append('[');
			}
			else if (token instanceof Address found) {
				write(found.address, isInLink, html);
			}
			else if (token instanceof Delimiter delimiter) {
				depth = delimiter.write(depth, html);
			}
		}
	}

	private static void write(WebAddress address, boolean isInLink, StringBuilder html) {
		if (isInLink) {
			html.append(HtmlEscape.escapeHtml4Xml(address.text()));
			return;
		}
		beginLink(address, "ltr", html);
		html.append(HtmlEscape.escapeHtml4Xml(address.text())).append("</a>");
		writeHost(LinkDisguise.hostBeside(address), html);
	}

	private static void beginLink(WebAddress address, String direction, StringBuilder html) {
		html.append("<a href=\"")
			.append(HtmlEscape.escapeHtml4Xml(address.href()))
			.append("\" rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\" dir=\"")
			.append(direction)
			.append("\">");
	}

	private static void writeHost(@Nullable String host, StringBuilder html) {
		if (host != null) {
			html.append(" <span class=\"host\" dir=\"ltr\">(")
				.append(HtmlEscape.escapeHtml4Xml(host))
				.append(")</span>");
		}
	}

	/**
	 * A part of the text.
	 */
	private sealed interface Token permits Plain, Html, Bracket, Address, Delimiter {

	}

	private record Plain(String text) implements Token {
	}

	private record Html(String html) implements Token {
	}

	private record Address(WebAddress address) implements Token {
	}

	private record Bracket(int start, boolean opens, int wordsBefore) implements Token {
	}

	/**
	 * A run of asterisks or tildes that may open or close marks.
	 */
	private static final class Delimiter implements Token {

		private final int start;

		private final char mark;

		private final boolean opens;

		private final boolean closes;

		private final boolean isBehindSeparator;

		private final boolean isBeforeSeparator;

		private final int wordsBefore;

		private int unpaired;

		/**
		 * From the innermost to the outermost.
		 */
		private final List<Pair> pairs = new ArrayList<>();

		private Delimiter(int start, char mark, int length, boolean opens, boolean closes, boolean isBehindSeparator,
				boolean isBeforeSeparator, int wordsBefore) {
			this.start = start;
			this.mark = mark;
			this.unpaired = length;
			this.opens = opens;
			this.closes = closes;
			this.isBehindSeparator = isBehindSeparator;
			this.isBeforeSeparator = isBeforeSeparator;
			this.wordsBefore = wordsBefore;
		}

		/**
		 * Three asterisks are one and two.
		 */
		private boolean fits(int length) {
			return this.unpaired == length || this.unpaired == MAX_ASTERISKS || length == MAX_ASTERISKS;
		}

		/**
		 * Separators at both inner sides are those of {@code **}{@code /a and b/**}.
		 */
		private boolean isClosedBy(Delimiter closing) {
			return this.mark == closing.mark && fits(closing.unpaired) && this.wordsBefore < closing.wordsBefore
					&& !(this.isBeforeSeparator && closing.isBehindSeparator);
		}

		private void pairWith(Delimiter closing) {
			Pair pair = new Pair(this.mark, Math.min(this.unpaired, closing.unpaired));
			this.pairs.add(pair);
			closing.pairs.add(pair);
			this.unpaired -= pair.length;
			closing.unpaired -= pair.length;
		}

		/**
		 * Write the run: as elements what has its other end, the rest as typed.
		 * @param depth how many elements are open
		 * @return how many are open behind it
		 */
		private int write(int depth, StringBuilder html) {
			int openElements = depth;
			boolean isEnd = !this.pairs.isEmpty() && this.pairs.get(0).isBegun;
			if (isEnd) {
				for (Pair pair : this.pairs) {
					html.append(pair.isElement ? pair.end() : pair.typed());
					openElements -= pair.isElement ? 1 : 0;
				}
			}
			html.append(String.valueOf(this.mark).repeat(this.unpaired));
			if (!isEnd) {
				for (int i = this.pairs.size() - 1; i >= 0; i--) {
					Pair pair = this.pairs.get(i);
					pair.isBegun = true;
					pair.isElement = openElements < MAX_DEPTH;
					openElements += pair.isElement ? 1 : 0;
					html.append(pair.isElement ? pair.start() : pair.typed());
				}
			}
			return openElements;
		}

	}

	/**
	 * The two ends of a mark.
	 */
	private static final class Pair {

		private final char mark;

		private final int length;

		private boolean isBegun;

		private boolean isElement;

		private Pair(char mark, int length) {
			this.mark = mark;
			this.length = length;
		}

		private String start() {
			return switch (this.length) {
				case 1 -> "<em>";
				case 2 -> (this.mark == '*') ? "<strong>" : "<del>";
				default -> "<em><strong>";
			};
		}

		private String end() {
			return switch (this.length) {
				case 1 -> "</em>";
				case 2 -> (this.mark == '*') ? "</strong>" : "</del>";
				default -> "</strong></em>";
			};
		}

		private String typed() {
			return String.valueOf(this.mark).repeat(this.length);
		}

	}

}
