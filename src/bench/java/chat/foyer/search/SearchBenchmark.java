package chat.foyer.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

import chat.foyer.FoyerApplication;
import chat.foyer.message.IndexedText;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Searches among 1,000,000 messages of 200 rooms on SQLite, three tenths of them in one
 * room, with 20 queries of every kind, warm and cold. Started by <pre>
 * ./mvnw -Pbench verify -Dbench.main=chat.foyer.search.SearchBenchmark
 * </pre> which prints the time of a search with the lines of its hits: the goal is a p99
 * of 50 ms. {@code -Dbench.options} may name the folder of the database, which is filled
 * unless it has one, and then {@code cold}: each search is also made over new connections
 * after the system has dropped all its caches, which only root can have it do.
 */
final class SearchBenchmark {

	private static final int MESSAGES = 1_000_000;

	private static final int ROOMS = 200;

	private static final int A_TRANSACTION = 1_000;

	private static final int WORDS = 60_000;

	private static final int ROUNDS = 10;

	private static final double GOAL_MILLIS = 50;

	private static final Path CACHES = Path.of("/proc/sys/vm/drop_caches");

	private static final String SYLLABLES = "bcdfghjklmnprstvwz";

	private final Random random = new Random(7);

	private final String[] words = IntStream.range(0, WORDS).mapToObj((i) -> word()).toArray(String[]::new);

	private final ConfigurableApplicationContext server;

	private SearchBenchmark(ConfigurableApplicationContext server) {
		this.server = server;
	}

	/**
	 * Fills the database and measures.
	 */
	public static void main(String[] arguments) throws IOException {
		Locale.setDefault(Locale.ROOT);
		Path folder = (arguments.length > 0) ? Path.of(arguments[0]) : Files.createTempDirectory("foyer-search");
		boolean isFilled = Files.exists(folder.resolve("foyer.db"));
		try (ConfigurableApplicationContext server = new SpringApplicationBuilder(FoyerApplication.class)
			.run("--server.port=0", "--management.server.port=-1", "--foyer.data-dir=" + folder)) {
			SearchBenchmark benchmark = new SearchBenchmark(server);
			if (!isFilled) {
				benchmark.fill();
			}
			benchmark.measure("warm up", false);
			benchmark.measure("warm", false);
			if (List.of(arguments).contains("cold")) {
				benchmark.measure("cold", true);
			}
		}
	}

	private String word() {
		StringBuilder word = new StringBuilder();
		for (int syllables = 1 + this.random.nextInt(4); syllables > 0; syllables--) {
			word.append(SYLLABLES.charAt(this.random.nextInt(SYLLABLES.length())))
				.append("aeiou".charAt(this.random.nextInt(5)));
		}
		return word.toString();
	}

	/**
	 * A word of a message: the n-th most frequent one is n times as rare as the first.
	 */
	private String someWord() {
		return this.words[(int) Math.exp(this.random.nextDouble() * Math.log(WORDS)) - 1];
	}

	private void fill() {
		long[] seqs = new long[ROOMS];
		long begin = System.nanoTime();
		JdbcTemplate jdbc = this.server.getBean(JdbcTemplate.class);
		TransactionTemplate transactions = this.server.getBean(TransactionTemplate.class);
		SearchIndex index = this.server.getBean(SearchIndex.class);
		for (int i = 0; i < MESSAGES; i += A_TRANSACTION) {
			int room = (this.random.nextInt(10) < 3) ? 0 : (int) (ROOMS * Math.pow(this.random.nextDouble(), 3));
			List<IndexedText> texts = new ArrayList<>();
			for (int text = 0; text < A_TRANSACTION; text++) {
				seqs[room]++;
				texts.add(new IndexedText(room(room), seqs[room], "Guest " + this.random.nextInt(20), text()));
			}
			transactions.executeWithoutResult((transaction) -> {
				jdbc.batchUpdate("""
						insert into event (room, seq, type, seat, id, author, text, at, stored_at)
						values (?, ?, 'message', ?, ?, ?, ?, ?, ?)""", texts, A_TRANSACTION, (row, text) -> {
					row.setString(1, text.room().value());
					row.setLong(2, text.seq());
					row.setString(3, text.author());
					row.setString(4, String.valueOf(text.seq()));
					row.setString(5, text.author());
					row.setString(6, text.text());
					row.setLong(7, System.currentTimeMillis());
					row.setLong(8, System.currentTimeMillis());
				});
				jdbc.update("""
						insert into room (room, name, last_seq) values (?, ?, ?)
						on conflict (room) do update set last_seq = excluded.last_seq""", room(room).value(),
						room(room).value(), seqs[room]);
				index.add(texts);
			});
		}
		System.out.printf("Stored %d messages in %.0f s%n", MESSAGES, (System.nanoTime() - begin) / 1e9);
	}

	private String text() {
		StringBuilder text = new StringBuilder(someWord());
		for (int words = 2 + this.random.nextInt(15); words > 0; words--) {
			text.append(' ').append(someWord());
		}
		return (this.random.nextInt(30) == 0) ? text + " https://example.org/" + someWord() : text.toString();
	}

	private static RoomKey room(int number) {
		return RoomKey.of("Room " + number);
	}

	private List<String> queries() {
		String[] w = this.words;
		return List.of(w[1], w[300], w[40_000], w[1] + " " + w[2], w[1] + " " + w[4_000], w[300] + " " + w[4_000],
				'"' + w[1] + " " + w[2] + '"', '"' + w[20] + " " + w[300] + '"', '"' + w[300] + " " + w[4_000] + '"',
				"b", "ba", "bas", "basi", w[1] + " b", w[1] + " basi", "from:\"Guest 3\" " + w[300], "has:link " + w[1],
				w[1] + " -" + w[2], w[300] + " -" + w[1], "after:2020-01-01 " + w[20]);
	}

	private void measure(String name, boolean isCold) throws IOException {
		List<Double> times = new ArrayList<>();
		for (int round = 0; round < (isCold ? 2 : ROUNDS); round++) {
			for (int room : new int[] { 0, 5, 150 }) {
				for (String query : queries()) {
					if (isCold) {
						this.server.getBean("dataSource", HikariDataSource.class)
							.getHikariPoolMXBean()
							.softEvictConnections();
						Files.writeString(CACHES, "3");
					}
					double time = time(room(room), query);
					times.add(time);
					if (time > GOAL_MILLIS) {
						System.out.printf("%s: %.1f ms for %s in room %d%n", name, time, query, room);
					}
				}
			}
		}
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		System.out.printf("%s: p50 %.1f ms, p99 %.1f ms, most %.1f ms of %d searches%n", name,
				sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], Arrays.stream(sorted).max().orElse(0),
				sorted.length);
	}

	private double time(RoomKey room, String query) {
		Seat reader = new Seat("reader", room, "reader", new Username("Reader"));
		long begin = System.nanoTime();
		this.server.getBean(SearchService.class).find(reader, SearchQuery.parse(query), Long.MAX_VALUE, ZoneOffset.UTC);
		return (System.nanoTime() - begin) / 1e6;
	}

}
