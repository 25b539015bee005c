package chat.foyer.search;

import java.util.List;

import chat.foyer.search.Tokenizer.Kind;
import chat.foyer.search.Tokenizer.Token;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a query: tokens that follow each other in a message.
 *
 * @param tokens the tokens, at least one
 * @param isPrefix whether the last token is only the beginning of one
 */
record Term(List<String> tokens, boolean isPrefix) {

	Term {
		tokens = List.copyOf(tokens);
	}

	/**
	 * The condition of one token.
	 */
	static Term of(String token) {
		return new Term(List.of(token), false);
	}

	/**
	 * The condition that words follow each other.
	 * @param words what was typed
	 * @param isUnfinished whether the last word may go on
	 * @return null if there is no word in it
	 */
	static @Nullable Term of(String words, boolean isUnfinished) {
		List<Token> tokens = Tokenizer.tokens(words);
		if (tokens.isEmpty()) {
			return null;
		}
		boolean isPrefix = isUnfinished && tokens.get(tokens.size() - 1).kind() == Kind.WORD;
		return new Term(withoutEnds(tokens).stream().map(Token::term).toList(), isPrefix);
	}

	/**
	 * Leaves out the first and the last character where a pair has it, too: pairs are
	 * rarer.
	 */
	private static List<Token> withoutEnds(List<Token> tokens) {
		int start = (tokens.size() > 1 && tokens.get(1).kind() == Kind.PAIR) ? 1 : 0;
		int end = tokens.size();
		if (end - start > 1 && tokens.get(end - 2).kind() == Kind.PAIR) {
			end--;
		}
		return tokens.subList(start, end);
	}

}
