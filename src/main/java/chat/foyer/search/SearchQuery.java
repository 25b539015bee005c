package chat.foyer.search;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a reader looks for.
 * <ul>
 * <li>{@code lake tent}: messages with both words. The last word of the query may be only
 * the beginning of one.
 * <li>{@code "north gate"}: these words, one behind the other. Any double quotes will do,
 * and the closing ones may be missing.
 * <li>{@code -tent}: messages without it.
 * <li>{@code from:Ann}, {@code from:"Ann Lee"}: messages of that username. Case and marks
 * do not count.
 * <li>{@code after:2026-01-31}: from the beginning of that day on; {@code before:}:
 * before the beginning of that day. So both together never count a day twice, and
 * {@code after:} a day and {@code before:} the next one is that day.
 * <li>{@code has:link}: messages with a link.
 * <li>{@code has:file}: messages with files. Needs no word beside it.
 * </ul>
 * What looks like a filter and is none, such as {@code before:lunch}, counts as words.
 * There is no other syntax, and no query is an error.
 *
 * @param words the words that a message must have, in its text or in the names of its
 * files
 * @param filters other tokens that it must have
 * @param excluded what it must not have
 * @param after the first day; null if none is given
 * @param before the day after the last day; null if none is given
 */
record SearchQuery(List<Term> words, List<Term> filters, List<Term> excluded, @Nullable LocalDate after,
		@Nullable LocalDate before) {

	private static final Pattern ITEM = Pattern.compile("""
			(?:(?<minus>[-\uFF0D])(?![-\uFF0D]))?(?:(?<filter>from|before|after|has)[:\uFF1A])?\
			(?:(?<quote>[%1$s])(?<quoted>[^%1$s]*)(?<end>[%1$s])?|(?<word>[^\\s%1$s]+))""".formatted(quotes()),
			Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

	private static final Term FILES = Term.of(MessageTokens.FILE);

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-M-d", Locale.ROOT)
		.withResolverStyle(ResolverStyle.STRICT);

	SearchQuery {
		words = List.copyOf(words);
		filters = List.copyOf(filters);
		excluded = List.copyOf(excluded);
	}

	private static String quotes() {
		return "\"\u201C-\u201F\u00AB\u00BB\u300C\u300D\u300E\u300F\u301D-\u301F\uFF02";
	}

	/**
	 * Reads what was typed.
	 */
	static SearchQuery parse(String typed) {
		Parser parser = new Parser();
		String query = typed.strip();
		Matcher items = ITEM.matcher(query);
		while (items.find()) {
			parser.add(items, items.end() == query.length() && items.group("end") == null);
		}
		return new SearchQuery(parser.words, parser.filters, parser.excluded, parser.after, parser.before);
	}

	/**
	 * Whether there is nothing to look for: without a word, other filters than that for
	 * files find nothing.
	 */
	boolean isEmpty() {
		return this.words.isEmpty() && !this.filters.contains(FILES);
	}

	private static final class Parser {

		private final List<Term> words = new ArrayList<>();

		private final List<Term> filters = new ArrayList<>();

		private final List<Term> excluded = new ArrayList<>();

		private @Nullable LocalDate after;

		private @Nullable LocalDate before;

		void add(Matcher item, boolean isLast) {
			String text = (item.group("quoted") != null) ? item.group("quoted") : item.group("word");
			String filter = item.group("filter");
			boolean isExcluded = item.group("minus") != null;
			if (filter == null || !addFilter(filter.toLowerCase(Locale.ROOT), text, isExcluded)) {
				Term term = Term.of((filter != null) ? filter + " " + text : text, isLast && !isExcluded);
				if (term != null) {
					(isExcluded ? this.excluded : this.words).add(term);
				}
			}
		}

		private boolean addFilter(String filter, String value, boolean isExcluded) {
			return switch (filter) {
				case "from" -> addFilter(MessageTokens.author(value), isExcluded);
				case "has" -> addContent(value.toLowerCase(Locale.ROOT), isExcluded);
				default -> !isExcluded && setDay(filter, value);
			};
		}

		private boolean addContent(String content, boolean isExcluded) {
			return switch (content) {
				case "link" -> addFilter(MessageTokens.LINK, isExcluded);
				case "file" -> addFilter(MessageTokens.FILE, isExcluded);
				default -> false;
			};
		}

		private boolean addFilter(String token, boolean isExcluded) {
			return (isExcluded ? this.excluded : this.filters).add(Term.of(token));
		}

		private boolean setDay(String filter, String value) {
			try {
				LocalDate day = LocalDate.parse(value, DAY);
				if (filter.equals("after")) {
					this.after = day;
				}
				else {
					this.before = day;
				}
				return true;
			}
			catch (DateTimeParseException ex) {
				return false;
			}
		}

	}

}
