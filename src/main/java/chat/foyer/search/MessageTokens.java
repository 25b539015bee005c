package chat.foyer.search;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import chat.foyer.message.MessageRenderer;
import chat.foyer.search.Tokenizer.Kind;
import chat.foyer.search.Tokenizer.Token;

import org.springframework.stereotype.Component;

/**
 * The tokens of a message: those of its text and of the names of its files, and before
 * them some that tell of its author and of links. These begin with a character of the
 * private use area, which no token of a text has.
 * <p>
 * Thread-safe; does not block.
 */
@Component
class MessageTokens {

	/**
	 * The token of all messages with a link.
	 */
	static final String LINK = "\uE000";

	/**
	 * Begins the token of a room. The index adds it, so that it finds the messages of one
	 * room only.
	 */
	static final String ROOM = "\uE003";

	/**
	 * Stands before the name of each file, so that no phrase is found across names.
	 */
	static final String FILE = "\uE004";

	private static final String AUTHOR = "\uE001";

	private static final String SEPARATOR = "\uE002";

	/**
	 * Without it there is no link, so that few messages are rendered.
	 */
	private static final Pattern ADDRESS = Pattern.compile("https?://|www\\.", Pattern.CASE_INSENSITIVE);

	private final MessageRenderer renderer;

	MessageTokens(MessageRenderer renderer) {
		this.renderer = renderer;
	}

	/**
	 * Returns all tokens of a message in order.
	 */
	List<String> of(String author, String text, List<String> fileNames) {
		Stream<String> link = hasLink(text) ? Stream.of(LINK) : Stream.empty();
		Stream<String> files = fileNames.stream().flatMap((name) -> Stream.concat(Stream.of(FILE), words(name)));
		return Stream.of(Stream.of(author(author)), link, words(text), files).flatMap((tokens) -> tokens).toList();
	}

	private static Stream<String> words(String text) {
		return Tokenizer.tokens(text).stream().map(Token::term);
	}

	private boolean hasLink(String text) {
		return ADDRESS.matcher(text).find() && this.renderer.html(text).contains("<a ");
	}

	/**
	 * The token of all messages of an author. Case and marks do not count.
	 */
	static String author(String username) {
		return AUTHOR + Tokenizer.tokens(username)
			.stream()
			.filter((token) -> token.kind() != Kind.PAIR)
			.map(Token::term)
			.collect(Collectors.joining(SEPARATOR));
	}

}
