package chat.foyer.message;

import java.util.Set;

import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.text.AsciiMatcher;

/**
 * Characters that mean something to CommonMark and nothing in a chat: entities and tags
 * are seen as they were typed, a backslash too, and an asterisk amid letters or digits,
 * as in {@code 2*3*4}, stresses nothing.
 */
final class LiteralCharacters implements InlineContentParserFactory, InlineContentParser {

	private static final AsciiMatcher MARK = AsciiMatcher.builder().anyOf("*_~`[").build();

	/**
	 * From here on scripts put no blanks between words.
	 */
	private static final int CJK = 0x2E80;

	@Override
	public Set<Character> getTriggerCharacters() {
		return Set.of('&', '<', '\\', '*');
	}

	@Override
	public InlineContentParser create() {
		return this;
	}

	@Override
	public ParsedInline tryParse(InlineParserState state) {
		Scanner scanner = state.scanner();
		Position start = scanner.position();
		int before = scanner.peekPreviousCodePoint();
		if (scanner.matchMultiple('*') > 0) {
			if (!isOfWord(before) || !isOfWord(scanner.peekCodePoint())) {
				return ParsedInline.none();
			}
		}
		else if (scanner.next('\\')) {
			scanner.match(MARK);
		}
		else {
			scanner.next();
		}
		Text text = new Text(scanner.getSource(start, scanner.position()).getContent());
		return ParsedInline.of(text, scanner.position());
	}

	private static boolean isOfWord(int codePoint) {
		return codePoint < CJK && Character.isLetterOrDigit(codePoint);
	}

}
