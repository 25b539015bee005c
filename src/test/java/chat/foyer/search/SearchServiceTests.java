package chat.foyer.search;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.message.IndexedText;
import chat.foyer.message.LogParts;
import chat.foyer.room.RoomKey;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SearchService} with the index on a real database.
 */
@EachDatabase
class SearchServiceTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final RoomKey CELLAR = RoomKey.of("Cellar: 'a' & b");

	private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private Indexer indexer;

	private SearchIndex index;

	@BeforeEach
	void findParts() {
		this.indexer = store.get(Indexer.class);
		this.index = store.get(SearchIndex.class);
	}

	/**
	 * Each message is found by what is typed, and by nothing else of the table.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			// English, German, Spanish, French, Portuguese: with marks, without, and
			// other case.
			"I am a poet | a po poe poet POET poét \"a poet\" | oet pot",
			"Das Mädchen grüßt | m mä mäd mad MÄDCHEN madchen grüsst GRÜSST das | dem dchen",
			"El niño comió | n ni niñ nin NIÑO comio COMIÓ | ño co-mer",
			"L'été à l’école | e ét ete ÉTÉ ecole l'éc à a | cole tes",
			"Não há coração | n nã nao NÃO coracao CORAÇÃO ha | ca raca",
			// Chinese and Japanese: parts of words.
			"我们明天去北京大学 | 我 北京 京大 大学 北京大 明天去 \"北京\" | 海 京北 上海 大北", "明日は東京タワーに行きます | 明 日 東京 タワ タワー 東京タ 行き ます | 京都 ワタ わ",
			// Arabic: with and without vowels, hamza and tatweel.
			"مُحَمَّدٌ في الـمَـدِينة | م مح محم محمد مُحَمَّد المدينة في | حمد نة",
			// Hindi: vowel signs count.
			"वह किताब पढ़ता है | व वह कित किताब पढ़ है | की कुताब ता",
			// Korean, Russian, Greek and emoji.
			"안녕하세요 여러분 | 안 안녕 녕하 하세요 여러 | 요안 녕여", "Ещё одна ёлка | е ещ еще ЁЛКА елка | лка",
			"Καλημέρα σας | κ κα καλημερα ΚΑΛΗΜΈΡΑ σας | λη",
			"So good 👍🏽 ❤️ 👩‍💻 | 👍 👍🏿 ❤ ❤️ 👩‍💻 good | 😀 👎" })
	void findsWordsOfAllLanguages(String text, String queries, String others) {
		store(ATTIC, "Bob", "z", text);
		assertThat(Stream.of(queries.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")))
			.allSatisfy((query) -> assertThat(find(ATTIC, query)).as(query).containsExactly(2L));
		assertThat(Stream.of(others.split(" ")))
			.allSatisfy((query) -> assertThat(find(ATTIC, query)).as(query).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "'", "\"", "*", "^", "()", "{}", ":", "-", "'\"*^():{}-", "\"'\"", "\\", "%", "&", "|",
			"!", "<->", "--", ";", "/", "\u0000", "\uE000" })
	void syntaxOfDatabasesIsNoQuery(String query) {
		store(ATTIC, "Bob", "one", "'\"*^():{}- & | !");
		assertThat(find(ATTIC, query)).isEmpty();
		assertThat(find(ATTIC, "one " + query)).containsExactly(1L);
		assertThat(find(ATTIC, query + "one")).hasSizeLessThan(2);
	}

	@Test
	void operatorsOfDatabasesAreWords() {
		store(ATTIC, "Bob", "NEAR AND far", "not or", "tokens : x", "a NEAR(b, c)", "search_index");
		assertThat(find(ATTIC, "AND")).containsExactly(1L);
		assertThat(find(ATTIC, "near")).containsExactly(4L, 1L);
		assertThat(find(ATTIC, "NOT OR")).containsExactly(2L);
		assertThat(find(ATTIC, "tokens:x")).containsExactly(3L);
		assertThat(find(ATTIC, "NEAR(b c)")).containsExactly(4L);
		assertThat(find(ATTIC, "x OR a*")).isEmpty();
		assertThat(find(ATTIC, "'); drop table search_entry; --")).isEmpty();
		assertThat(find(ATTIC, "^near")).containsExactly(4L, 1L);
	}

	@Test
	void combinesConditions() {
		store(ATTIC, "Ann Lee", "north gate https://example.org", "the gate, north of it");
		store(ATTIC, "Bob", "north gate", "no gate www.example.org", "`https://example.org` north");
		assertThat(find(ATTIC, "north gate")).containsExactly(3L, 2L, 1L);
		assertThat(find(ATTIC, "\"north gate\"")).containsExactly(3L, 1L);
		assertThat(find(ATTIC, "north -gate")).containsExactly(5L);
		assertThat(find(ATTIC, "gate -\"north gate\"")).containsExactly(4L, 2L);
		assertThat(find(ATTIC, "from:BOB gate")).containsExactly(4L, 3L);
		assertThat(find(ATTIC, "from:\"ann lée\" gate")).containsExactly(2L, 1L);
		assertThat(find(ATTIC, "gate -from:bob")).containsExactly(2L, 1L);
		assertThat(find(ATTIC, "from:ann gate")).isEmpty();
		assertThat(find(ATTIC, "has:link gate")).containsExactly(4L, 1L);
		assertThat(find(ATTIC, "has:link from:Bob north")).isEmpty();
		assertThat(find(ATTIC, "from:Bob")).isEmpty();
	}

	@Test
	void daysAreThoseOfReader() {
		store(ATTIC, "Bob", "a lake", "a lake", "a lake");
		for (int seq = 1; seq <= 3; seq++) {
			store.jdbc()
				.sql("update event set at = ? where seq = ?")
				.params(NOON.plusSeconds(86_400L * seq).toEpochMilli(), seq)
				.update();
		}
		assertThat(find(ATTIC, "after:2026-02-02 lake")).containsExactly(3L, 2L);
		assertThat(find(ATTIC, "before:2026-02-02 lake")).containsExactly(1L);
		assertThat(find(ATTIC, "after:2026-02-02 before:2026-02-03 lake")).containsExactly(2L);
		assertThat(seqs(find(ATTIC, "after:2026-02-02 lake", Long.MAX_VALUE, ZoneOffset.ofHours(13))))
			.containsExactly(3L, 2L, 1L);
	}

	@Test
	void neverFindsMessagesOfOtherRooms() {
		store(ATTIC, "Ann", "secret lake https://example.org");
		store(CELLAR, "Bob", "other words");
		for (String query : List.of("secret", "lake", "from:Ann lake", "has:link lake", "s", "other -secret")) {
			assertThat(find(CELLAR, query)).as(query).hasSize(query.startsWith("other") ? 1 : 0);
		}
		assertThat(find(RoomKey.of("Nowhere"), "lake")).isEmpty();
		assertThat(find(CELLAR, "attic")).isEmpty();
	}

	@Test
	void pagesLeadToOldestHit() {
		store(ATTIC, "Bob", LongStream.rangeClosed(1, 45).mapToObj((i) -> "lake " + i).toArray(String[]::new));
		List<Long> seen = new ArrayList<>();
		Long before = Long.MAX_VALUE;
		while (before != null) {
			SearchPage page = find(ATTIC, "lake", before, ZoneOffset.UTC);
			assertThat(page.hits()).hasSizeLessThanOrEqualTo(20);
			seen.addAll(seqs(page));
			before = page.before();
		}
		assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, 45).map((i) -> 46 - i).boxed().toList());
	}

	@Test
	void findsEditedTextAndNoDeletedOne() {
		store(ATTIC, "Bob", "first lake", "second lake", "third lake");
		update(new IndexedText(ATTIC, 2, "Bob", "second mountain", List.of()),
				new IndexedText(ATTIC, 3, "Bob", null, List.of()));
		assertThat(find(ATTIC, "lake")).containsExactly(1L);
		assertThat(find(ATTIC, "second lake")).isEmpty();
		assertThat(find(ATTIC, "mountain")).containsExactly(2L);
		// What the index has not read yet, it reads later.
		update(new IndexedText(ATTIC, 9, "Bob", "early", List.of()));
		assertThat(find(ATTIC, "early")).isEmpty();
	}

	@Test
	void findsNamesOfFiles() {
		storeFiles("see the map", "IMG_2026-01.Übersicht.jpg", "budget.pdf");
		storeFiles("", "map.png");
		store(ATTIC, "Bob", "no file, map");
		assertThat(find(ATTIC, "map")).containsExactly(3L, 2L, 1L);
		assertThat(find(ATTIC, "img")).containsExactly(1L);
		assertThat(find(ATTIC, "2026-01.ubersicht.jpg see")).containsExactly(1L);
		assertThat(find(ATTIC, "budg")).containsExactly(1L);
		assertThat(find(ATTIC, "\"map img\"")).isEmpty();
		assertThat(find(ATTIC, "\"jpg budget\"")).isEmpty();
		assertThat(find(ATTIC, "has:file")).containsExactly(2L, 1L);
		assertThat(find(ATTIC, "has:file from:Bob pdf")).containsExactly(1L);
		assertThat(find(ATTIC, "map -has:file")).containsExactly(3L);
		assertThat(find(ATTIC, "png", Long.MAX_VALUE, ZoneOffset.UTC).hits().get(0).snippet())
			.isEqualTo("<bdi>map.<mark>png</mark></bdi>");
		update(new IndexedText(ATTIC, 1, "Bob", "look", List.of("budget.pdf")),
				new IndexedText(ATTIC, 2, "Bob", null, List.of()));
		assertThat(find(ATTIC, "budget look")).containsExactly(1L);
		assertThat(find(ATTIC, "png")).isEmpty();
		assertThat(find(ATTIC, "has:file")).containsExactly(1L);
	}

	@Test
	void forgetsPurgedMessages() {
		store(ATTIC, "Bob", LongStream.rangeClosed(1, 30).mapToObj((i) -> "lake " + i).toArray(String[]::new));
		store.jdbc().sql("delete from event where seq <= 25").update();
		assertThat(find(ATTIC, "lake")).containsExactly(30L, 29L, 28L, 27L, 26L);
		this.indexer.compare();
		assertThat(entries()).isEqualTo(5);
		store.jdbc().sql("delete from event").update();
		this.indexer.compare();
		assertThat(entries()).isZero();
	}

	@Test
	void indexesWhatWasStoredBefore() {
		insert(ATTIC, "Bob", LongStream.rangeClosed(1, 120).mapToObj((i) -> "lake " + i).toArray(String[]::new));
		insert(CELLAR, "Bob", "lake");
		this.indexer.compare();
		this.indexer.run();
		assertThat(entries()).isEqualTo(121);
		assertThat(this.index.indexedTo(ATTIC)).isEqualTo(120);
		assertThat(find(ATTIC, "lake 7")).containsExactly(79L, 78L, 77L, 76L, 75L, 74L, 73L, 72L, 71L, 70L, 7L);
	}

	@Test
	void unfinishedQueriesFindMore() {
		store(ATTIC, "Bob", "northern lights");
		assertThat(Stream.of("n", "no", "nor", "nort", "northern", "northern l", "lights nor"))
			.allSatisfy((query) -> assertThat(find(ATTIC, query)).as(query).containsExactly(1L));
		assertThat(Stream.of("nor lights", "\"nor\"", "orth"))
			.allSatisfy((query) -> assertThat(find(ATTIC, query)).isEmpty());
	}

	private void store(RoomKey room, String author, String... texts) {
		insert(room, author, texts);
		this.indexer.compare();
		this.indexer.run();
	}

	/**
	 * Stores a message with files of these names.
	 */
	private void storeFiles(String text, String... names) {
		insert(ATTIC, "Bob", text);
		String files = Stream.of(names)
			.map("{\"id\":\"1\",\"name\":\"%s\",\"type\":\"text/plain\",\"size\":1}"::formatted)
			.collect(Collectors.joining(",", "{\"files\":[", "]}"));
		store.jdbc()
			.sql("update event set data = ? where seq = (select last_seq from room where room = ?)")
			.params(files, ATTIC.value())
			.update();
		this.indexer.compare();
		this.indexer.run();
	}

	private static void insert(RoomKey room, String author, String... texts) {
		store.jdbc()
			.sql("insert into room (room, name, last_seq) values (?, ?, 0) on conflict (room) do nothing")
			.params(room.value(), room.value())
			.update();
		for (String text : texts) {
			store.jdbc()
				.sql("""
						insert into event (room, seq, type, seat, id, author, text, at)
						select room, last_seq + 1, 'message', ?, last_seq, ?, ?, 0 from room where room = ?""")
				.params(author, author, text, room.value())
				.update();
			store.jdbc().sql("update room set last_seq = last_seq + 1 where room = ?").param(room.value()).update();
		}
	}

	private void update(IndexedText... texts) {
		store.get(TransactionTemplate.class).executeWithoutResult((transaction) -> this.index.update(List.of(texts)));
		for (IndexedText text : texts) {
			store.jdbc().sql("update event set text = ? where seq = ?").params(text.text(), text.seq()).update();
		}
	}

	private static int entries() {
		return store.jdbc().sql("select count(*) from search_entry").query(Integer.class).single();
	}

	private static List<Long> find(RoomKey room, String query) {
		return seqs(find(room, query, Long.MAX_VALUE, ZoneOffset.UTC));
	}

	private static SearchPage find(RoomKey room, String query, long before, ZoneId zone) {
		Seat reader = new Seat("reader", room, "reader", new Username("Reader"));
		return store.get(SearchService.class).find(reader, SearchQuery.parse(query), before, zone);
	}

	private static List<Long> seqs(SearchPage page) {
		return page.hits().stream().map((hit) -> hit.line().seq()).toList();
	}

}
