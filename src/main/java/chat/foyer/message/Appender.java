package chat.foyer.message;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import chat.foyer.message.ChangeRefusedException.Problem;
import chat.foyer.room.Seat;
import chat.foyer.store.Node;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stores drafts as events, and keeps the log of a room consistent with who was there: the
 * messages of a seat stand between an arrival and a departure of that seat, whatever the
 * order and the nodes of their drafts. An arrival is stored together with the first row
 * that says on which node the seat is, and a departure when the last of these rows goes.
 * <p>
 * Not thread-safe: only the thread of {@link EventLog} calls it.
 */
@Component
@EnableConfigurationProperties(EditProperties.class)
class Appender {

	/**
	 * For so many batches after a message that was sent again, all messages are looked up
	 * first. A guest who sends again and again does not double the transactions.
	 */
	static final int WARY_BATCHES = 1_000;

	private final TransactionOperations transactions;

	private final AppendRows rows;

	private final Events events;

	private final Node node;

	private final EditProperties editing;

	private final Clock clock;

	private final RetentionClock retentionClock;

	private int waryBatches;

	Appender(TransactionOperations transactions, AppendRows rows, Events events, Node node, EditProperties editing,
			Clock clock, RetentionClock retentionClock) {
		this.transactions = transactions;
		this.rows = rows;
		this.events = events;
		this.node = node;
		this.editing = editing;
		this.clock = clock;
		this.retentionClock = retentionClock;
	}

	/**
	 * Stores drafts in one transaction, each as the next event of its room. If a message
	 * turns out to be sent again, that transaction is rolled back, and another one looks
	 * up all messages first, as do the {@value #WARY_BATCHES} after it.
	 * <ul>
	 * <li>A draft that is stored already, as an event of the same seat and id or as a
	 * notice of what the seat's last one tells, is answered with the event that it has
	 * become; that of a message is without HTML, which is not rendered within a
	 * transaction.
	 * <li>A message or change of a seat that has not arrived, or has departed, is stored
	 * behind an arrival of the seat.
	 * <li>A message with a file that is not there, is attached already or was uploaded by
	 * another seat is refused.
	 * <li>A change of what the seat may not change is refused. A change that changes
	 * nothing is answered with an event of the number of the last change.
	 * <li>An arrival of a seat that another node has, and a departure of a seat that is
	 * held and that another node still has, only change on which nodes the seat is. They
	 * are answered like repeats.
	 * <li>A message, change or arrival of a seat that has been given up is refused, and
	 * so is a departure without arrival.
	 * </ul>
	 * @return for each draft what became of it, in the order of the drafts
	 */
	List<AppendResult> append(List<Draft> drafts) {
		if (this.waryBatches > 0) {
			this.waryBatches--;
			return append(drafts, true);
		}
		try {
			return append(drafts, false);
		}
		catch (DuplicateKeyException ex) {
			this.waryBatches = WARY_BATCHES;
			return append(drafts, true);
		}
	}

	private List<AppendResult> append(List<Draft> drafts, boolean findsRepeats) {
		return Objects.requireNonNull(this.transactions.execute((transaction) -> store(drafts, findsRepeats)));
	}

	private List<AppendResult> store(List<Draft> drafts, boolean findsRepeats) {
		String here = this.node.id();
		AppendBatch batch = this.rows.read(drafts, findsRepeats, this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				this.retentionClock.instant());
		List<AppendResult> results = new ArrayList<>(drafts.size());
		for (Draft draft : drafts) {
			results.add(switch (draft.type()) {
				case MESSAGE -> message(draft, here, batch);
				case JOIN -> arrival(draft, here, batch);
				case LEAVE -> departure(draft, Objects.requireNonNullElse(draft.node(), here), batch);
				case EDIT, DELETE, REACT, PIN -> change(draft, here, batch);
				case OTHER -> throw new IllegalArgumentException("No draft is of another type");
			});
		}
		this.rows.write(batch);
		return results;
	}

	private AppendResult message(Draft draft, String node, AppendBatch batch) {
		Event earlier = batch.find(Objects.requireNonNull(draft.key()));
		if (earlier != null) {
			return AppendResult.repeated(earlier);
		}
		Problem problem = refusal(draft, batch);
		return (problem != null) ? AppendResult.refused(problem) : add(draft, node, batch);
	}

	/**
	 * Why a message may not have the files that it is sent with; null if it may.
	 */
	private static @Nullable Problem refusal(Draft draft, AppendBatch batch) {
		for (SentFile sent : draft.files()) {
			UploadedFile file = batch.file(sent);
			if (file == null) {
				return Problem.GONE;
			}
			if (!file.seat().equals(draft.seat().id())) {
				return Problem.FORBIDDEN;
			}
			if (file.isAttached()) {
				return Problem.GONE;
			}
		}
		return null;
	}

	/**
	 * Adds an event of a guest, behind an arrival if the seat is not here.
	 */
	private static AppendResult add(Draft draft, String node, AppendBatch batch) {
		Attendance attendance = batch.attendance(draft.seat());
		if (attendance.isHere()) {
			return AppendResult.added(batch.add(draft));
		}
		if (!attendance.isHeld()) {
			return AppendResult.REFUSED;
		}
		batch.put(attendance.with(node));
		Event arrival = batch.add(Draft.notice(draft.seat(), EventType.JOIN));
		return AppendResult.added(arrival, batch.add(draft));
	}

	private AppendResult change(Draft draft, String node, AppendBatch batch) {
		Event earlier = batch.find(Objects.requireNonNull(draft.key()));
		if (earlier != null) {
			return AppendResult.repeated(earlier);
		}
		Attendance attendance = batch.attendance(draft.seat());
		if (!attendance.isHere() && !attendance.isHeld()) {
			return AppendResult.REFUSED;
		}
		Change change = Objects.requireNonNull(draft.change());
		ChangedLine line = batch.line(draft.seat().room(), change.of());
		if (line == null) {
			return AppendResult.refused(Problem.GONE);
		}
		if (!line.isMessage() || !isAllowed(draft, line)) {
			return AppendResult.refused(Problem.FORBIDDEN);
		}
		if (line.isDeleted()) {
			return AppendResult.refused(Problem.GONE);
		}
		if (draft.type() == EventType.EDIT && draft.text() == null && !line.hasFiles()) {
			return AppendResult.refused(Problem.EMPTY);
		}
		if (changesNothing(draft, change, line, batch)) {
			return AppendResult.repeated(batch.unchanged(draft, line));
		}
		if (draft.type() == EventType.EDIT && !isInTime(line, batch)) {
			return AppendResult.refused(Problem.TOO_LATE);
		}
		return isFull(draft, change, line, batch) ? AppendResult.refused(Problem.FULL) : add(draft, node, batch);
	}

	/**
	 * Whether the seat may change the message in this way: its own in all ways, those of
	 * others by reactions and pins.
	 */
	private static boolean isAllowed(Draft draft, ChangedLine line) {
		return line.isOf(draft.seat().id()) || draft.type() == EventType.REACT || draft.type() == EventType.PIN;
	}

	private boolean isInTime(ChangedLine line, AppendBatch batch) {
		return Duration.between(line.storedAt(), batch.storedAt()).compareTo(this.editing.window()) < 0;
	}

	/**
	 * Whether there is no place for another reaction or pin.
	 */
	private static boolean isFull(Draft draft, Change change, ChangedLine line, AppendBatch batch) {
		if (!Boolean.TRUE.equals(change.on())) {
			return false;
		}
		String emoji = change.emoji();
		if (emoji == null) {
			return batch.pins(line.room()).size() >= EventLog.MAX_PINS;
		}
		return line.reactionsOf(draft.seat().id()) >= EventLog.MAX_OWN_REACTIONS
				|| (!line.hasEmoji(emoji) && line.emojis() >= EventLog.MAX_EMOJIS);
	}

	/**
	 * Whether the message already is as the change would leave it.
	 */
	private static boolean changesNothing(Draft draft, Change change, ChangedLine line, AppendBatch batch) {
		return switch (draft.type()) {
			case EDIT -> Objects.equals(draft.textValue(), line.text());
			case REACT -> Boolean.TRUE.equals(
					change.on()) == (line.reaction(Objects.requireNonNull(change.emoji()), draft.seat().id()) != null);
			case PIN -> Boolean.TRUE.equals(change.on()) == batch.pins(line.room()).contains(line.seq());
			default -> false;
		};
	}

	private AppendResult arrival(Draft draft, String node, AppendBatch batch) {
		Attendance attendance = batch.attendance(draft.seat());
		if (attendance.isHeld()) {
			batch.put(attendance.with(node));
		}
		if (attendance.isHere()) {
			return unchanged(draft, batch);
		}
		return attendance.isHeld() ? AppendResult.added(batch.add(draft)) : AppendResult.REFUSED;
	}

	private AppendResult departure(Draft draft, String node, AppendBatch batch) {
		Attendance before = batch.attendance(draft.seat());
		Attendance after = before.without(node);
		batch.put(after);
		return (before.isHere() && !after.isHere()) ? AppendResult.added(batch.add(draft)) : unchanged(draft, batch);
	}

	/**
	 * Answers a notice that adds nothing to the log with the seat's last one, if it has
	 * any.
	 */
	private AppendResult unchanged(Draft draft, AppendBatch batch) {
		Seat seat = draft.seat();
		return Optional.ofNullable(batch.findNotice(seat))
			.or(() -> this.events.lastNotice(seat))
			.map(AppendResult::repeated)
			.orElse(AppendResult.REFUSED);
	}

}
