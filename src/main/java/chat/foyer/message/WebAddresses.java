package chat.foyer.message;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;

import org.commonmark.node.Link;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.nibor.autolink.LinkExtractor;
import org.nibor.autolink.LinkSpan;
import org.nibor.autolink.LinkType;

/**
 * Finds the web addresses that stand in a text, before anything in them could be taken
 * for a mark.
 */
final class WebAddresses implements InlineContentParserFactory, InlineContentParser {

	private static final Pattern BEGINNING = Pattern.compile("https?://|www\\.", Pattern.CASE_INSENSITIVE);

	private static final int LONGEST_BEGINNING = 8;

	/**
	 * After one of these an address would begin amid another one, or amid a word.
	 */
	private static final String NEVER_BEFORE = "/.@-+=&?#%";

	private static final String MARKS = "*_~";

	private final LinkExtractor links = LinkExtractor.builder()
		.linkTypes(EnumSet.of(LinkType.URL, LinkType.WWW))
		.build();

	@Override
	public Set<Character> getTriggerCharacters() {
		return Set.of('h', 'H', 'w', 'W');
	}

	@Override
	public InlineContentParser create() {
		return this;
	}

	@Override
	public ParsedInline tryParse(InlineParserState state) {
		Scanner scanner = state.scanner();
		int before = scanner.peekPreviousCodePoint();
		if (Character.isLetterOrDigit(before) || NEVER_BEFORE.indexOf(before) >= 0) {
			return ParsedInline.none();
		}
		Position start = scanner.position();
		if (!BEGINNING.matcher(skip(scanner, LONGEST_BEGINNING)).lookingAt()) {
			return ParsedInline.none();
		}
		scanner.setPosition(start);
		scanner.match((character) -> character != Scanner.END && !Character.isWhitespace(character));
		int end = end(scanner.getSource(start, scanner.position()).getContent(), before);
		if (end == 0) {
			return ParsedInline.none();
		}
		scanner.setPosition(start);
		String address = skip(scanner, end);
		Link link = new Link(address.regionMatches(true, 0, "www.", 0, 4) ? "https://" + address : address, null);
		link.appendChild(new Text(address));
		return ParsedInline.of(link, scanner.position());
	}

	private static String skip(Scanner scanner, int count) {
		Position start = scanner.position();
		for (int i = 0; i < count && scanner.hasNext(); i++) {
			scanner.next();
		}
		return scanner.getSource(start, scanner.position()).getContent();
	}

	private int end(String word, int before) {
		Iterator<LinkSpan> found = this.links.extractLinks(word).iterator();
		LinkSpan first = found.hasNext() ? found.next() : null;
		int end = (first != null && first.getBeginIndex() == 0) ? first.getEndIndex() : 0;
		// The marks around an address are none of its own.
		while (end > 0 && MARKS.indexOf(before) >= 0 && word.charAt(end - 1) == before) {
			end--;
		}
		return end;
	}

}
