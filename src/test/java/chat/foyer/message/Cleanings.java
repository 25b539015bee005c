package chat.foyer.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table of texts before and after cleaning, {@code cleaning.json}, and random texts.
 */
public final class Cleanings {

	private static final String[] PIECES = { "a", "Z", " ", "\n", "\r", "\t", "\u0000", "\u001B", "\u007F", "\u0085",
			"\u000B", "\f", "\u009B", "\u2028", "\u2029", "\uFEFF", "\u200E", "\u200F", "\u061C", "\u202A", "\u202B",
			"\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u0301", "\u0336", "\u0903",
			"\u20DD", "\uFE0F", "\u200D", "\u200B", "\u2060", "\uFDD0", "\uFFFF", "\uD83F\uDFFE", "\uD83D\uDE00",
			"\uD834\uDD65", "\u4F60", "\u0627", "\u05D0", "*", "`", "@" };

	private Cleanings() {
	}

	/**
	 * All rows of the table.
	 */
	public static List<Row> rows() {
		try (InputStream file = Cleanings.class.getResourceAsStream("cleaning.json")) {
			List<Row> rows = new ArrayList<>();
			for (JsonNode kind : JsonMapper.shared().readTree(file)) {
				kind.forEach((row) -> rows
					.add(new Row(row.get(0).asString(), row.get(1).isNull() ? null : row.get(1).asString())));
			}
			return rows;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Random texts without lone surrogates, mostly of what cleaning changes.
	 * @param seed equal seeds give equal texts
	 */
	public static List<String> random(long seed, int count) {
		Random random = new Random(seed);
		return IntStream.range(0, count).mapToObj((i) -> {
			StringBuilder text = new StringBuilder();
			String piece = "a";
			for (int length = random.nextInt(40); length > 0; length--) {
				piece = (random.nextInt(3) == 0) ? piece : PIECES[random.nextInt(PIECES.length)];
				text.append(piece);
			}
			return text.toString();
		}).toList();
	}

	/**
	 * A row of the table.
	 *
	 * @param typed the text as it was typed
	 * @param kept what is kept of it: empty if nothing can be seen, none if the text is
	 * refused
	 */
	public record Row(String typed, @Nullable String kept) {
	}

}
