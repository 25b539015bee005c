package chat.foyer.message;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.ibm.icu.text.UnicodeSet;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

import org.springframework.stereotype.Component;

/**
 * Turns what was typed into HTML that is safe to insert as it is: stress, strokes, code,
 * quotations, lists and links as in Markdown, and all else as it was typed, white space
 * included.
 */
@Component
public final class MessageRenderer {

	private static final String ACTION = "/me ";

	/**
	 * In a text without these nothing is marked, and nothing has to be escaped.
	 */
	private static final Pattern MARK = Pattern.compile("[\\n*_~`\\[<>&\"'\\\\]|://|www\\.|^[\\s\\d+-]",
			Pattern.CASE_INSENSITIVE);

	private static final UnicodeSet EMOJI_ALONE = new UnicodeSet("[[:Emoji_Presentation:]\\uFE0F]").freeze();

	private static final UnicodeSet EMOJI = new UnicodeSet(
			"[[:Extended_Pictographic:][:Emoji_Modifier:][:Regional_Indicator:][\\U000E0020-\\U000E007F]"
					+ "\\u200D\\uFE0F\\u0020]")
		.freeze();

	private static final int FEW = 24;

	private static final int DEEPEST_BLOCKS = 8;

	private static final int DEEPEST_INLINES = 16;

	private final Parser messages = parser(Set.of(BlockQuote.class, FencedCodeBlock.class, ListBlock.class));

	private final Parser actions = parser(Set.of());

	/**
	 * Render a text.
	 */
	public String html(MessageText text) {
		return html(text.value());
	}

	/**
	 * Render a text that comes from the store.
	 */
	public String html(String text) {
		if (isEmoji(text)) {
			return "<span class=\"emoji\">" + HtmlWriter.escape(text) + "</span>";
		}
		if (isAction(text)) {
			return "<p class=\"action\">" + html(this.actions, text.substring(ACTION.length())) + "</p>";
		}
		return MARK.matcher(text).find() ? html(this.messages, text) : text;
	}

	/**
	 * Whether a text tells what its author does: {@code /me waves}.
	 */
	public static boolean isAction(String text) {
		return text.startsWith(ACTION) && text.length() > ACTION.length();
	}

	private static String html(Parser parser, String text) {
		String html = HtmlWriter.write(parser.parse(ChatLines.prepare(text)));
		// Marks around nothing, as a lone hyphen is one, are meant as they stand.
		return html.isEmpty() ? HtmlWriter.escape(text) : html;
	}

	private static boolean isEmoji(String text) {
		return text.codePointCount(0, text.length()) <= FEW && EMOJI.containsAll(text)
				&& EMOJI_ALONE.containsSome(text);
	}

	private static Parser parser(Set<Class<? extends Block>> blocks) {
		return Parser.builder()
			.enabledBlockTypes(blocks)
			.extensions(List.of(StrikethroughExtension.builder().requireTwoTildes(true).build()))
			.customInlineContentParserFactory(new LiteralCharacters())
			.customInlineContentParserFactory(new WebAddresses())
			.includeSourceSpans(IncludeSourceSpans.BLOCKS)
			.maxOpenBlockParsers(DEEPEST_BLOCKS)
			.maxInlineNesting(DEEPEST_INLINES)
			.build();
	}

}
