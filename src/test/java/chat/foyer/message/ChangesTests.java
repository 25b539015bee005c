package chat.foyer.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import chat.foyer.message.ChangeRefusedException.Problem;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static chat.foyer.message.Drafts.leave;
import static chat.foyer.message.Drafts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What edits, deletions, reactions and pins store, and how they are refused.
 */
@EachDatabase
class ChangesTests {

	private static final String THUMB = "\uD83D\uDC4D";

	private static final String HEART = "\u2764\uFE0F";

	@RegisterExtension
	static final TestStore store = new TestStore(LogParts.class);

	private Appender appender;

	private Events events;

	private int ids;

	@BeforeEach
	void enter() {
		this.appender = store.get(Appender.class);
		this.events = store.get(Events.class);
		Drafts.take(store.jdbc(), ANN, BOB, CID);
		store(join(ANN), join(BOB), join(CID));
	}

	@Test
	void editReplacesTheText() {
		long seq = say(ANN, "first");
		store.clock().move(Duration.ofSeconds(1));
		Event edit = add(edit(ANN, seq, "second"));
		Event line = line(seq);
		assertThat(line.text()).isEqualTo("second");
		assertThat(line.html()).isEqualTo("second");
		assertThat(line.state()).isEqualTo(new LineState(edit.seq(), edit.at(), null, List.of(), false));
		assertThat(line.at()).isBefore(edit.at());
		assertThat(raw()).filteredOn((event) -> event.type() == EventType.EDIT)
			.extracting(Event::text, Event::change)
			.containsExactly(tuple("second", new Change(seq, null, null)));
		assertThat(store.jdbc().sql("select text from event").query(String.class).list()).doesNotContain("first");
	}

	@Test
	void editOfAnEarlierTextIsReadWithTheCurrentOne() {
		long seq = say(ANN, "1");
		add(edit(ANN, seq, "2"));
		add(edit(ANN, seq, "3"));
		assertThat(raw()).filteredOn((event) -> event.type() == EventType.EDIT)
			.extracting(Event::text)
			.containsExactly("3", "3");
		add(deletion(ANN, seq));
		assertThat(raw()).filteredOn((event) -> event.type() == EventType.EDIT)
			.extracting(Event::text)
			.containsOnlyNulls();
	}

	@Test
	void linesAroundOneAreFolded() {
		long first = say(ANN, "a");
		long second = say(ANN, "b");
		long third = say(BOB, "c");
		add(react(BOB, second, THUMB, true));
		long edit = add(edit(ANN, second, "b2")).seq();
		LineWindow window = this.events.around(BOB, edit, 1);
		assertThat(window.lines()).extracting(Event::seq).containsExactly(first, second, third);
		assertThat(window.lines().get(1)).isEqualTo(this.events.before(BOB, third, 1).events().get(0));
		assertThat(window).isEqualTo(new LineWindow(window.lines(), second, true, true, null));
	}

	@Test
	void editIsRefusedAfterItsTime() {
		long seq = say(ANN, "a");
		store.clock().move(Duration.ofMinutes(15).minusMillis(1));
		add(edit(ANN, seq, "b"));
		store.clock().move(Duration.ofMillis(1));
		assertThat(problem(edit(ANN, seq, "c"))).isEqualTo(Problem.TOO_LATE);
		assertThat(line(seq).text()).isEqualTo("b");
		add(deletion(ANN, seq));
	}

	@Test
	void deletionLeavesNothingOfTheMessageButItsPlace() {
		long seq = say(ANN, "secret");
		add(react(BOB, seq, THUMB, true));
		add(pin(BOB, seq, true));
		Event deletion = add(deletion(ANN, seq));
		Event line = line(seq);
		assertThat(line.text()).isNull();
		assertThat(line.html()).isEmpty();
		assertThat(line.author()).isEqualTo("Ann");
		assertThat(line.state()).isEqualTo(new LineState(deletion.seq(), null, deletion.at(), List.of(), false));
		assertThat(raw()).filteredOn((event) -> event.seq() == seq)
			.extracting(Event::text, (event) -> event.state().deleted())
			.containsExactly(tuple(null, true));
		assertThat(count("reaction")).isZero();
		assertThat(count("pin")).isZero();
		assertThat(List.of(problem(deletion(ANN, seq)), problem(edit(ANN, seq, "b")),
				problem(react(BOB, seq, THUMB, true)), problem(pin(BOB, seq, true))))
			.containsOnly(Problem.GONE);
	}

	@Test
	void changesOfTextsReachTheIndexWithinTheTransaction() {
		long seq = say(ANN, "first");
		store.jdbc()
			.sql("insert into search_room (room, indexed_to) values (?, ?)")
			.params(ATTIC.value(), seq)
			.update();
		add(react(BOB, seq, THUMB, true));
		assertThat(count("search_entry")).isZero();
		add(edit(ANN, seq, "second"));
		assertThat(store.jdbc().sql("select tokens from search_entry").query(String.class).single()).contains("second");
		add(deletion(ANN, seq));
		assertThat(count("search_entry")).isZero();
	}

	@Test
	void onlyTheSeatOfAMessageChangesItsText() {
		long seq = say(ANN, "a");
		assertThat(problem(edit(BOB, seq, "b"))).isEqualTo(Problem.FORBIDDEN);
		assertThat(problem(deletion(BOB, seq))).isEqualTo(Problem.FORBIDDEN);
		Drafts.free(store.jdbc(), ANN);
		store(leave(ANN));
		Seat again = new Seat("4", ATTIC, "other", new Username("Ann"));
		Drafts.take(store.jdbc(), again);
		store(join(again));
		assertThat(problem(edit(again, seq, "b"))).isEqualTo(Problem.FORBIDDEN);
		assertThat(store(edit(ANN, seq, "b")).get(0)).isEqualTo(AppendResult.REFUSED);
		assertThat(line(seq).text()).isEqualTo("a");
	}

	@Test
	void whatIsNoMessageOfTheRoomIsNotChanged() {
		long seq = say(CID, "cellar");
		assertThat(seq).isEqualTo(2);
		assertThat(problem(edit(ANN, 1, "b"))).isEqualTo(Problem.FORBIDDEN);
		assertThat(problem(react(ANN, 1, THUMB, true))).isEqualTo(Problem.FORBIDDEN);
		long own = say(ANN, "a");
		Event edit = add(edit(ANN, own, "b"));
		assertThat(problem(pin(ANN, edit.seq(), true))).isEqualTo(Problem.FORBIDDEN);
		assertThat(problem(deletion(ANN, 99))).isEqualTo(Problem.GONE);
		assertThat(problem(deletion(ANN, -1))).isEqualTo(Problem.GONE);
		assertThat(this.events.newest(CID, 1).events().get(0).text()).isEqualTo("cellar");
	}

	@Test
	void reactionIsAStateAndNotASwitch() {
		long seq = say(ANN, "a");
		long first = add(react(BOB, seq, THUMB, true)).seq();
		AppendResult again = store(react(BOB, seq, THUMB, true)).get(0);
		assertThat(again.added()).isEmpty();
		assertThat(again.event().seq()).isEqualTo(first);
		assertThat(reactions(seq)).containsExactly(new Reaction(THUMB, 1, false, List.of("Bob")));
		add(react(ANN, seq, HEART, true));
		add(react(ANN, seq, THUMB, true));
		assertThat(reactions(seq)).containsExactly(new Reaction(THUMB, 2, true, List.of("Bob", "Ann")),
				new Reaction(HEART, 1, true, List.of("Ann")));
		add(react(BOB, seq, THUMB, false));
		assertThat(store(react(BOB, seq, THUMB, false)).get(0).added()).isEmpty();
		assertThat(reactions(seq)).containsExactly(new Reaction(THUMB, 1, true, List.of("Ann")),
				new Reaction(HEART, 1, true, List.of("Ann")));
	}

	@Test
	void reactionsOfOneBatchCountTogether() {
		long seq = say(ANN, "a");
		List<AppendResult> results = store(react(BOB, seq, THUMB, true), react(BOB, seq, THUMB, true),
				react(BOB, seq, THUMB, false), react(BOB, seq, THUMB, true), react(ANN, seq, THUMB, true));
		assertThat(results).extracting((result) -> result.added().size()).containsExactly(1, 0, 1, 1, 1);
		assertThat(reactions(seq)).containsExactly(new Reaction(THUMB, 2, true, List.of("Bob", "Ann")));
		store(react(BOB, seq, HEART, true), deletion(ANN, seq));
		assertThat(count("reaction")).isZero();
		assertThat(reactions(seq)).isEmpty();
	}

	@Test
	void messageHasTwentyEmojiAndASeatFiveOfThem() {
		long seq = say(ANN, "a");
		List<Seat> crowd = IntStream.range(0, 6)
			.mapToObj((i) -> new Seat("s" + i, ATTIC, "g" + i, new Username("Guest " + i)))
			.toList();
		Drafts.take(store.jdbc(), crowd.toArray(Seat[]::new));
		for (int i = 0; i < 20; i++) {
			add(react(crowd.get(i / 5), seq, "e" + i, true));
		}
		assertThat(problem(react(crowd.get(4), seq, "e20", true))).isEqualTo(Problem.FULL);
		assertThat(problem(react(crowd.get(0), seq, "e5", true))).isEqualTo(Problem.FULL);
		add(react(crowd.get(4), seq, "e0", true));
		add(react(crowd.get(0), seq, "e1", false));
		add(react(crowd.get(4), seq, "e20", true));
		assertThat(reactions(seq)).hasSize(20);
		assertThat(store(react(crowd.get(4), seq, "e20", false), react(crowd.get(4), seq, "e21", true)))
			.extracting((result) -> result.added().size())
			.containsExactly(1, 1);
	}

	@Test
	void roomHasTwentyPins() {
		List<Long> seqs = IntStream.range(0, 21).mapToObj((i) -> say(ANN, "m" + i)).toList();
		seqs.subList(0, 20).forEach((seq) -> add(pin(BOB, seq, true)));
		assertThat(problem(pin(BOB, seqs.get(20), true))).isEqualTo(Problem.FULL);
		assertThat(store(pin(ANN, seqs.get(0), true)).get(0).added()).isEmpty();
		add(deletion(ANN, seqs.get(0)));
		add(pin(BOB, seqs.get(20), true));
		assertThat(problem(pin(BOB, seqs.get(0), true))).isEqualTo(Problem.GONE);
		add(pin(ANN, seqs.get(20), false));
		assertThat(line(seqs.get(20)).state().pinned()).isFalse();
		assertThat(line(seqs.get(19)).state().pinned()).isTrue();
	}

	@Test
	void changeThatIsSentAgainIsStoredOnce() {
		long seq = say(ANN, "a");
		Draft edit = edit(ANN, seq, "b");
		long first = add(edit).seq();
		add(edit(ANN, seq, "c"));
		AppendResult again = store(edit).get(0);
		assertThat(again.added()).isEmpty();
		assertThat(again.event().seq()).isEqualTo(first);
		assertThat(line(seq).text()).isEqualTo("c");
	}

	@Test
	void replyQuotesTheCurrentState() {
		long seq = say(ANN, "Hello  \n there");
		Event reply = add(reply(BOB, "hi", seq));
		assertThat(reply.re()).isEqualTo(seq);
		assertThat(reply.quote()).isEqualTo(new Quote(seq, "Ann", "Hello there", false));
		add(edit(ANN, seq, "x".repeat(130)));
		assertThat(line(reply.seq()).quote()).isEqualTo(new Quote(seq, "Ann", "x".repeat(119) + "\u2026", false));
		add(deletion(ANN, seq));
		assertThat(line(reply.seq()).quote()).isEqualTo(new Quote(seq, "Ann", null, true));
		assertThat(raw()).filteredOn((event) -> event.seq() == reply.seq())
			.extracting(Event::quote)
			.containsExactly(new Quote(seq, "Ann", null, true));
		store.jdbc().sql("delete from event where room = ? and seq = ?").params(ATTIC.value(), seq).update();
		assertThat(line(reply.seq()).quote()).isEqualTo(Quote.purged(seq));
		assertThat(add(reply(BOB, "late", seq)).quote()).isEqualTo(Quote.purged(seq));
	}

	@Test
	void messageThatRepliesToNothingIsNoReply() {
		for (long re : new long[] { -1, 0, 1, 99 }) {
			Event event = add(reply(BOB, "hi", re));
			assertThat(event.re()).isNull();
			assertThat(event.quote()).isNull();
		}
	}

	@Test
	void changesDoNotSeparateMessages() {
		long seq = say(ANN, "a");
		add(react(BOB, seq, THUMB, true));
		assertThat(line(say(ANN, "b")).follows()).isTrue();
	}

	@Test
	void purgeRemovesReactionsAndPins() {
		long seq = say(ANN, "a");
		add(react(BOB, seq, THUMB, true));
		add(pin(BOB, seq, true));
		this.events.deleteBefore(store.get(RetentionClock.class).instant().plusSeconds(1), 2);
		assertThat(count("reaction")).isEqualTo(1);
		this.events.deleteBefore(store.get(RetentionClock.class).instant().plusSeconds(1), 100);
		assertThat(count("reaction")).isZero();
		assertThat(count("pin")).isZero();
		assertThat(problem(react(BOB, seq, THUMB, true))).isEqualTo(Problem.GONE);
	}

	@Test
	void foldOfTheLogIsWhatTheTablesHave() {
		for (int seed = 1; seed <= 5; seed++) {
			Random random = new Random(seed);
			for (int batch = 0; batch < 30; batch++) {
				store(IntStream.range(0, 1 + random.nextInt(4))
					.mapToObj((i) -> anything(random))
					.toArray(Draft[]::new));
			}
			List<Event> lines = this.events.newest(BOB, 10_000).events();
			assertThat(lines).as("seed %d", seed)
				.filteredOn((line) -> line.type() == EventType.MESSAGE)
				.isEqualTo(Fold.of(raw(), "Bob"));
		}
	}

	private Draft anything(Random random) {
		Seat seat = random.nextBoolean() ? ANN : BOB;
		long of = 1L + random.nextInt(1 + (int) this.events.lastSeq(ATTIC));
		return switch (random.nextInt(8)) {
			case 0, 1 -> reply(seat, "text " + this.ids, of);
			case 2 -> edit(seat, of, "edited " + random.nextInt(3));
			case 3 -> random.nextInt(4) == 0 ? deletion(seat, of) : message(seat, id(), "m");
			case 4 -> pin(seat, of, random.nextBoolean());
			default -> react(seat, of, List.of(THUMB, HEART, "c").get(random.nextInt(3)), random.nextInt(3) > 0);
		};
	}

	private List<AppendResult> store(Draft... drafts) {
		return this.appender.append(List.of(drafts));
	}

	private Event add(Draft draft) {
		AppendResult result = store(draft).get(0);
		assertThat(result.problem()).isNull();
		assertThat(result.added()).contains(Objects.requireNonNull(result.event()));
		return result.event();
	}

	private Problem problem(Draft draft) {
		AppendResult result = store(draft).get(0);
		assertThat(result.added()).isEmpty();
		return result.problem();
	}

	private long say(Seat seat, String text) {
		return add(message(seat, id(), text)).seq();
	}

	private Draft reply(Seat seat, String text, long re) {
		return Draft.message(seat, new MessageId(id()), new MessageText(text), text, re, List.of());
	}

	private Draft edit(Seat seat, long of, String text) {
		return Draft.edit(seat, new MessageId(id()), of, new MessageText(text), text);
	}

	private Draft deletion(Seat seat, long of) {
		return Draft.deletion(seat, new MessageId(id()), of);
	}

	private Draft react(Seat seat, long of, String emoji, boolean isOn) {
		return Draft.change(seat, EventType.REACT, new MessageId(id()), new Change(of, emoji, isOn));
	}

	private Draft pin(Seat seat, long of, boolean isOn) {
		return Draft.change(seat, EventType.PIN, new MessageId(id()), new Change(of, null, isOn));
	}

	private String id() {
		this.ids++;
		return "c" + this.ids;
	}

	private Event line(long seq) {
		Event line = this.events.before(ANN, seq + 1, 1).events().get(0);
		assertThat(line.seq()).isEqualTo(seq);
		return line;
	}

	private List<Reaction> reactions(long seq) {
		return line(seq).state().reactions();
	}

	private List<Event> raw() {
		return this.events.after(ATTIC, 0, 100_000).events();
	}

	private static long count(String table) {
		return store.jdbc().sql("select count(*) from " + table).query(Long.class).single();
	}

	/**
	 * Folds a log in the way of a client.
	 */
	private static final class Fold {

		private final Map<Long, Event> messages = new LinkedHashMap<>();

		private final Map<Long, Map<String, Set<String>>> reactions = new HashMap<>();

		private final Set<Long> pins = new TreeSet<>();

		private Fold() {
		}

		/**
		 * The messages of a log with their states, as a reader with a username sees them.
		 */
		static List<Event> of(List<Event> log, String reader) {
			Fold fold = new Fold();
			log.forEach(fold::apply);
			return fold.lines(reader);
		}

		private void apply(Event event) {
			if (event.type() == EventType.MESSAGE) {
				this.messages.put(event.seq(), event.withState(LineState.unchanged(event.seq())));
				return;
			}
			Change change = event.change();
			if (change == null) {
				return;
			}
			Event line = this.messages.get(change.of());
			LineState state = line.state();
			boolean isEdit = event.type() == EventType.EDIT;
			boolean isDeletion = event.type() == EventType.DELETE;
			this.messages.put(line.seq(),
					line.withState(new LineState(event.seq(), isEdit ? event.at() : state.editedAt(),
							isDeletion ? event.at() : state.deletedAt(), List.of(), false)));
			if (isDeletion) {
				this.reactions.remove(line.seq());
				this.pins.remove(line.seq());
			}
			else if (event.type() == EventType.PIN) {
				put(this.pins, line.seq(), change.on());
			}
			else if (event.type() == EventType.REACT) {
				Map<String, Set<String>> chips = this.reactions.computeIfAbsent(line.seq(),
						(seq) -> new LinkedHashMap<>());
				put(chips.computeIfAbsent(change.emoji(), (emoji) -> new LinkedHashSet<>()), event.author(),
						change.on());
				chips.values().removeIf(Set::isEmpty);
			}
		}

		private static <T> void put(Set<T> set, T item, boolean isIn) {
			if (isIn) {
				set.add(item);
			}
			else {
				set.remove(item);
			}
		}

		private List<Event> lines(String reader) {
			List<Event> lines = new ArrayList<>();
			this.messages.forEach((seq, line) -> {
				List<Reaction> chips = new ArrayList<>();
				Optional.ofNullable(this.reactions.get(seq))
					.ifPresent((emojis) -> emojis.forEach((emoji, names) -> chips
						.add(new Reaction(emoji, names.size(), names.contains(reader), List.copyOf(names)))));
				LineState state = line.state();
				lines.add(line.withState(new LineState(state.rev(), state.editedAt(), state.deletedAt(), chips,
						this.pins.contains(seq))));
			});
			return lines;
		}

	}

}
