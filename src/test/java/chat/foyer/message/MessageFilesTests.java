package chat.foyer.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import chat.foyer.message.ChangeRefusedException.Problem;
import chat.foyer.room.Seat;
import chat.foyer.store.EachDatabase;
import chat.foyer.store.TestStore;

import static chat.foyer.message.Drafts.ANN;
import static chat.foyer.message.Drafts.ATTIC;
import static chat.foyer.message.Drafts.BOB;
import static chat.foyer.message.Drafts.CID;
import static chat.foyer.message.Drafts.join;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How messages get files, and what becomes of them.
 */
@EachDatabase
class MessageFilesTests {

	private static final String LAKE = "1".repeat(32);

	private static final String NOTES = "2".repeat(32);

	private static final String HALF = "3".repeat(32);

	private static final String WAITING = "4".repeat(32);

	private static final AttachedFile PICTURE = new AttachedFile(LAKE, "lake.jpg", "image/jpeg", 1_000, 640, 480, null);

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
	void messageHasItsFilesHoweverItIsRead() {
		upload(ANN, PICTURE, true);
		upload(ANN, new AttachedFile(NOTES, "notes.txt", "text/plain", 10, null, null, null), true);
		List<AttachedFile> files = List.of(
				new AttachedFile(LAKE, "lake.jpg", "image/jpeg", 1_000, 640, 480, "A lake at dawn"),
				new AttachedFile(NOTES, "notes.txt", "text/plain", 10, null, null, null));
		Event said = add(message(ANN, null, new SentFile(LAKE, " A lake\r\nat dawn"), new SentFile(NOTES, " ")));
		List<AttachedFile> expected = List.of(files.get(0).withAlt(" A lake\nat dawn"), files.get(1));
		assertThat(said.files()).isEqualTo(expected);
		assertThat(said.text()).isEmpty();
		assertThat(line(said.seq()).files()).isEqualTo(expected);
		assertThat(line(said.seq()).html()).isEmpty();
		assertThat(this.events.after(ATTIC, said.seq() - 1, 1).events().get(0).files()).isEqualTo(expected);
		assertThat(this.events.texts(ATTIC, 0, 10))
			.containsExactly(new IndexedText(ATTIC, said.seq(), "Ann", "", List.of("lake.jpg", "notes.txt")));
		assertThat(messageOf(LAKE)).isEqualTo(said.seq());
	}

	@Test
	void repeatIsAnsweredWithTheSameMessage() {
		upload(ANN, PICTURE, true);
		Draft draft = message(ANN, "look", new SentFile(LAKE, null));
		Event said = add(draft);
		AppendResult again = store(draft).get(0);
		assertThat(again.added()).isEmpty();
		assertThat(Objects.requireNonNull(again.event()).seq()).isEqualTo(said.seq());
		assertThat(store(draft, draft)).extracting((result) -> result.added().size()).containsExactly(0, 0);
	}

	@Test
	void fileBelongsToOneMessageOfItsSeat() {
		upload(ANN, PICTURE, true);
		upload(ANN, new AttachedFile(HALF, "a.txt", "text/plain", 10, null, null, null), false);
		assertThat(problem(message(BOB, "mine", new SentFile(LAKE, null)))).isEqualTo(Problem.FORBIDDEN);
		assertThat(problem(message(CID, "elsewhere", new SentFile(LAKE, null)))).isEqualTo(Problem.GONE);
		assertThat(problem(message(ANN, "half", new SentFile(HALF, null)))).isEqualTo(Problem.GONE);
		assertThat(problem(message(ANN, "none", new SentFile("none", null)))).isEqualTo(Problem.GONE);
		assertThat(store(message(ANN, "one", new SentFile(LAKE, null)), message(ANN, "two", new SentFile(LAKE, null))))
			.extracting(AppendResult::problem)
			.containsExactly(null, Problem.GONE);
		assertThat(problem(message(ANN, "three", new SentFile(LAKE, null)))).isEqualTo(Problem.GONE);
	}

	@Test
	void deletionRemovesTheFiles() {
		upload(ANN, PICTURE, true);
		Event said = add(message(ANN, "look", new SentFile(LAKE, "secret")));
		add(Draft.deletion(ANN, new MessageId(id()), said.seq()));
		assertThat(line(said.seq()).files()).isNull();
		assertThat(this.events.after(ATTIC, said.seq() - 1, 1).events().get(0).files()).isNull();
		assertThat(store.jdbc().sql("select count(*) from file").query(Long.class).single()).isZero();
		assertThat(store.jdbc().sql("select count(*) from event where data is not null").query(Long.class).single())
			.isZero();
	}

	@Test
	void purgeRemovesTheFiles() {
		upload(ANN, PICTURE, true);
		upload(ANN, new AttachedFile(WAITING, "a.txt", "text/plain", 10, null, null, null), true);
		add(message(ANN, "look", new SentFile(LAKE, null)));
		assertThat(this.events.deleteBefore(Instant.ofEpochMilli(Long.MAX_VALUE), 100)).isEqualTo(4);
		assertThat(store.jdbc().sql("select id from file").query(String.class).list()).containsExactly(WAITING);
	}

	@Test
	void onlyMessagesWithFilesMayLoseTheirText() {
		upload(ANN, PICTURE, true);
		Event said = add(message(ANN, "look", new SentFile(LAKE, null)));
		add(edit(said.seq()));
		Event line = line(said.seq());
		assertThat(line.text()).isEmpty();
		assertThat(line.files()).containsExactly(PICTURE);
		Event other = add(message(ANN, "text"));
		assertThat(problem(edit(other.seq()))).isEqualTo(Problem.EMPTY);
	}

	@Test
	void nameOfAFileStandsForAMissingText() {
		upload(ANN, PICTURE, true);
		long seq = add(message(ANN, null, new SentFile(LAKE, null))).seq();
		Quote quote = new Quote(seq, "Ann", "lake.jpg", false);
		Event reply = add(Draft.message(BOB, new MessageId(id()), new MessageText("nice"), "nice", seq, List.of()));
		assertThat(reply.quote()).isEqualTo(quote);
		assertThat(line(reply.seq()).quote()).isEqualTo(quote);
		add(Draft.change(BOB, EventType.PIN, new MessageId(id()), new Change(seq, null, true)));
		assertThat(this.events.pinned(BOB)).containsExactly(quote);
	}

	private static void upload(Seat seat, AttachedFile file, boolean isDone) {
		store.jdbc()
			.sql("""
					insert into file (room, id, seat, guest, name, type, size, stored, width, height, created_at, done)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)""")
			.params(seat.room().value(), file.id(), seat.id(), seat.guest(), file.name(), file.type(), file.size(),
					file.size(), file.width(), file.height(), isDone)
			.update();
	}

	private static Long messageOf(String file) {
		return store.jdbc().sql("select seq from file where id = ?").param(file).query(Long.class).single();
	}

	private Draft message(Seat seat, @Nullable String text, SentFile... files) {
		return Draft.message(seat, new MessageId((text != null) ? text : id()),
				(text != null) ? new MessageText(text) : null, Objects.requireNonNullElse(text, ""), null,
				List.of(files));
	}

	private Draft edit(long of) {
		return Draft.edit(ANN, new MessageId(id()), of, null, "");
	}

	private String id() {
		this.ids++;
		return "f" + this.ids;
	}

	private List<AppendResult> store(Draft... drafts) {
		return this.appender.append(List.of(drafts));
	}

	private Event add(Draft draft) {
		AppendResult result = store(draft).get(0);
		assertThat(result.problem()).isNull();
		return Objects.requireNonNull(result.event());
	}

	private @Nullable Problem problem(Draft draft) {
		AppendResult result = store(draft).get(0);
		assertThat(result.added()).isEmpty();
		return result.problem();
	}

	private Event line(long seq) {
		Event line = this.events.before(ANN, seq + 1, 1).events().get(0);
		assertThat(line.seq()).isEqualTo(seq);
		return line;
	}

}
