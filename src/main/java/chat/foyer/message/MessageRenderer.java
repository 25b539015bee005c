package chat.foyer.message;

import com.ibm.icu.text.UnicodeSet;
import org.unbescape.html.HtmlEscape;

import org.springframework.stereotype.Component;

/**
 * Renders the text of a message as HTML that is safe to insert as it is.
 *
 * <p>
 * A little of Markdown is recognised: emphasis, strikethrough, code, quotations and
 * links. The rest of the text is shown as typed, white space included; the page styles it
 * with {@code white-space: pre-wrap}. Everything visible stays visible except the markers
 * of recognised marks. CommonMark keeps no such promise: it drops info strings, link
 * titles and blanks, and renumbers lists. Hence no CommonMark parser is used here.
 *
 * <p>
 * A message makes at most 100 links with 16 Ki characters of addresses in HTML; further
 * addresses stay text. So the HTML is not many times as long as the text.
 *
 * <p>
 * Each line has the direction of its first strong letter outside of mentions, links and
 * code. The HTML is meant for an element with {@code dir="auto"}; a message without such
 * a letter is in an element of the class {@code neutral} or {@code emoji}, which may take
 * the direction of the page.
 *
 * <p>
 * Thread-safe; does not block. The time is at most proportional to the length of the
 * text.
 */
@Component
public final class MessageRenderer {

	private static final String ACTION = "/me ";

	private static final UnicodeSet EMOJI_ALONE = new UnicodeSet("[[:Emoji_Presentation:]\\uFE0F]").freeze();

	private static final UnicodeSet EMOJI = new UnicodeSet(
			"[[:Extended_Pictographic:][:Emoji_Modifier:][:Regional_Indicator:][\\U000E0020-\\U000E007F]"
					+ "\\u200D\\uFE0F\\u0020]")
		.freeze();

	/**
	 * Emoji alone are shown large up to this number of code points.
	 */
	private static final int MAX_LARGE_EMOJI = 24;

	/**
	 * Renders a text without knowing the usernames of the room. Mentions end with their
	 * word.
	 */
	public String html(String text) {
		return html(text, MentionScanner.withoutNames());
	}

	/**
	 * Renders a text. That of a message without a text is empty.
	 * @param mentions knows the names in the room
	 */
	String html(String text, MentionScanner mentions) {
		if (text.isEmpty()) {
			return "";
		}
		if (isEmoji(text)) {
			return "<span class=\"emoji\">" + HtmlEscape.escapeHtml4Xml(text) + "</span>";
		}
		if (isAction(text)) {
			return BlockRenderer.action(text.substring(ACTION.length()), mentions);
		}
		return BlockRenderer.render(text, mentions);
	}

	/**
	 * Whether a text tells what its author does: {@code /me waves}.
	 */
	public static boolean isAction(String text) {
		return text.startsWith(ACTION) && !CharacterClass.isAllInvisible(text.substring(ACTION.length()));
	}

	private static boolean isEmoji(String text) {
		return text.codePointCount(0, text.length()) <= MAX_LARGE_EMOJI && EMOJI.containsAll(text)
				&& EMOJI_ALONE.containsSome(text);
	}

}
