package chat.foyer.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.unbescape.html.HtmlEscape;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads rendered HTML as a browser lays it out with {@code white-space: pre-wrap}, and
 * puts the markers of the recognised marks back: the result has to be what was typed.
 */
final class TypedText {

	private static final String RELATIONS = " rel=\"noopener noreferrer nofollow ugc\" target=\"_blank\"";

	private static final Pattern HOST = Pattern.compile(" <span class=\"host\" dir=\"ltr\">\\([^<]*\\)</span>");

	private static final Pattern PIECE = Pattern.compile("<[^>]*>|[^<]+");

	private static final Pattern LINK = Pattern
		.compile("<a href=\"(?i:https?)://[!#-;=?-~]+\"" + RELATIONS + " dir=\"(ltr|auto)\">");

	/**
	 * Inline elements: their markers as regular expressions, before and behind.
	 */
	private static final Map<String, String> MARKERS = Map.of("em", "\\*", "strong", "\\*\\*", "del", "~~", "code",
			"`+");

	private static final Map<String, String> BLOCKS = Map.of("<div class=\"action\">", "div action", "<div>", "div",
			"<blockquote>", "blockquote", "<ul>", "ul", "<li>", "li", "<pre dir=\"ltr\" tabindex=\"0\">", "pre");

	private static final Pattern DIRECTION = Pattern.compile("(?<=<(?:blockquote|code|div|li)) dir=\"(?:ltr|rtl)\""
			+ "|(?<=<div class=\"action\") dir=\"rtl\"|(?<=<div) class=\"neutral\"|</?bdi>");

	private static final String QUOTE = ">[ \t]?";

	private static final String FENCE = " {0,3}`{3,}";

	private final Deque<String> open = new ArrayDeque<>();

	private final Deque<List<String>> blocks = new ArrayDeque<>();

	private StringBuilder line = new StringBuilder();

	/**
	 * Whether anything stands since the last edge of a block.
	 */
	private boolean isRun;

	private TypedText() {
		this.blocks.push(new ArrayList<>());
	}

	/**
	 * Check that nothing but markers is missing in the HTML of a text, and that it is
	 * well-formed and made of known elements only.
	 */
	static void assertShown(String typed, String html) {
		Pattern pattern = new TypedText().read(HOST.matcher(DIRECTION.matcher(html).replaceAll("")).replaceAll(""));
		assertThat(typed).as("%s%nis shown as %s", typed, html).matches(pattern);
	}

	/**
	 * The text that is seen on the page, but for the lines of blocks.
	 */
	static String visible(String html) {
		return HtmlEscape.unescapeHtml(html.replaceAll("<[^>]*>", ""));
	}

	/**
	 * A rendered message without what tells its directions, if all its lines have one.
	 */
	static String withoutDirections(String html) {
		return DIRECTION.matcher(html).replaceAll("").replaceFirst("(?s)^<div>(.*)</div>$", "$1");
	}

	private Pattern read(String html) {
		PIECE.matcher(html).results().map(MatchResult::group).forEach((piece) -> {
			if (!piece.startsWith("<")) {
				text(piece);
			}
			else if (piece.startsWith("</")) {
				end(piece.substring(2, piece.length() - 1));
			}
			else {
				begin(piece);
			}
		});
		assertThat(this.open).isEmpty();
		boolean endsWithBlock = !this.isRun;
		if (this.isRun) {
			this.blocks.element().add(this.line.toString());
		}
		return Pattern.compile(String.join("\n", this.blocks.pop()) + (endsWithBlock ? "\n?" : ""));
	}

	private void text(String escaped) {
		assertThat(escaped).doesNotContainPattern("[<>\"']");
		this.isRun = true;
		HtmlEscape.unescapeHtml(escaped).codePoints().forEach((codePoint) -> {
			if (codePoint == '\n') {
				this.blocks.element().add(this.line.toString());
				this.line = new StringBuilder();
			}
			else {
				this.line.append(Pattern.quote(Character.toString(codePoint)));
			}
		});
	}

	private void begin(String tag) {
		if (BLOCKS.containsKey(tag)) {
			endRun();
			this.open.push(BLOCKS.get(tag));
			this.blocks.push(new ArrayList<>());
			return;
		}
		this.isRun = true;
		if (tag.startsWith("<a ")) {
			assertThat(tag).matches(LINK);
			assertThat(this.open).as("links in links").noneMatch((element) -> element.startsWith("a"));
			this.open.push(tag.contains("\"auto\"") ? "a words" : "a");
			this.line.append(tag.contains("\"auto\"") ? "\\[" : "");
		}
		else if ("<span class=\"emoji\">".equals(tag)) {
			this.open.push("span");
		}
		else {
			String element = tag.substring(1, tag.length() - 1);
			assertThat(MARKERS).containsKey(element);
			boolean isBlock = "pre".equals(this.open.peek());
			this.open.push(isBlock ? "pre code" : element);
			this.line.append(isBlock ? "" : MARKERS.get(element));
		}
	}

	private void end(String element) {
		String begun = this.open.pop();
		assertThat(begun.split(" ")).contains(element);
		if (BLOCKS.containsValue(begun)) {
			endRun();
			List<String> lines = this.blocks.pop();
			this.blocks.element().addAll(typed(begun, lines));
		}
		else if ("a words".equals(begun)) {
			this.line.append("\\]\\(\\S+\\)");
		}
		else {
			this.line.append(MARKERS.getOrDefault(begun, ""));
		}
	}

	private static List<String> typed(String block, List<String> lines) {
		String content = String.join("\n", lines);
		return switch (block) {
			case "div action" -> List.of("/me " + content);
			case "blockquote" -> lines.stream().map((line) -> QUOTE + line.replace("\n", "\n" + QUOTE)).toList();
			case "pre" -> List.of(FENCE + "(?:[ \t]*\n)?" + content + "\n" + FENCE + "[ \t]*");
			default -> lines;
		};
	}

	/**
	 * A line feed at the edge of a block begins no line.
	 */
	private void endRun() {
		if (!this.line.isEmpty()) {
			this.blocks.element().add(this.line.toString());
		}
		this.line = new StringBuilder();
		this.isRun = false;
	}

}
