package chat.foyer.session;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.session.MapSession;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link ThrottledTouchSessionRepository}.
 */
class ThrottledTouchSessionRepositoryTests {

	private static final Instant USED = Instant.parse("2026-01-31T12:00:00Z");

	private final MapSession stored = new MapSession("1");

	private final SessionRepository<MapSession> store = mock();

	private final ThrottledTouchSessionRepository sessions = new ThrottledTouchSessionRepository(this.store,
			TransactionOperations.withoutTransaction());

	private ThrottledTouchSession find() {
		this.stored.setLastAccessedTime(USED);
		given(this.store.findById("1")).willReturn(this.stored);
		ThrottledTouchSession session = this.sessions.findById("1");
		assertThat(session).isNotNull();
		return session;
	}

	@Test
	void newSessionIsStored() {
		given(this.store.createSession()).willReturn(this.stored);
		this.sessions.save(this.sessions.createSession());
		then(this.store).should().save(this.stored);
	}

	@Test
	void unknownSessionIsNone() {
		assertThat(this.sessions.findById("1")).isNull();
	}

	@Test
	void doesNotLookForSessionWhoseIdHasNul() {
		assertThat(this.sessions.findById("1\u0000")).isNull();
		then(this.store).shouldHaveNoInteractions();
	}

	@Test
	void deletedSessionIsDeleted() {
		this.sessions.deleteById("1");
		then(this.store).should().deleteById("1");
	}

	@Test
	void useIsNotWrittenDownBeforeAMinuteIsOver() {
		ThrottledTouchSession session = find();
		session.setLastAccessedTime(USED.plusMillis(59_999));
		this.sessions.save(session);
		then(this.store).should(never()).save(any());
	}

	@Test
	void firstUseSinceItWasMadeIsWrittenDown() {
		this.stored.setCreationTime(USED);
		this.stored.setLastAccessedTime(USED);
		ThrottledTouchSession session = find();
		session.setLastAccessedTime(USED.plusMillis(1));
		this.sessions.save(session);
		then(this.store).should().save(this.stored);
		assertThat(this.stored.getLastAccessedTime()).isEqualTo(USED.plusMillis(1));
	}

	@Test
	void useIsWrittenDownOnceAMinute() {
		ThrottledTouchSession session = find();
		session.setLastAccessedTime(USED.plusSeconds(60));
		this.sessions.save(session);
		this.sessions.save(session);
		then(this.store).should().save(this.stored);
		assertThat(this.stored.getLastAccessedTime()).isEqualTo(USED.plusSeconds(60));
	}

	@ParameterizedTest
	@MethodSource
	void useThatCannotBeWrittenDownFailsNobody(RuntimeException failure) {
		willThrow(failure).given(this.store).save(any());
		ThrottledTouchSession session = find();
		session.setLastAccessedTime(USED.plusSeconds(60));
		assertThatNoException().isThrownBy(() -> this.sessions.save(session));
	}

	static RuntimeException[] useThatCannotBeWrittenDownFailsNobody() {
		return new RuntimeException[] { new DataAccessResourceFailureException("locked"),
				new CannotCreateTransactionException("locked") };
	}

	@ParameterizedTest
	@MethodSource
	void changeIsStoredAtOnceAndOnce(Change change) {
		ThrottledTouchSession session = find();
		change.make(session);
		this.sessions.save(session);
		this.sessions.save(session);
		then(this.store).should(times(1)).save(this.stored);
	}

	static Change[] changeIsStoredAtOnceAndOnce() {
		return new Change[] { Session::changeSessionId, (session) -> session.setAttribute("a", "b"),
				(session) -> session.removeAttribute("a"),
				(session) -> session.setMaxInactiveInterval(Duration.ofDays(1)) };
	}

	@Test
	void changeThatCannotBeStoredFails() {
		willThrow(new DataAccessResourceFailureException("locked")).given(this.store).save(any());
		ThrottledTouchSession session = find();
		session.setAttribute("a", "b");
		assertThatException().isThrownBy(() -> this.sessions.save(session));
	}

	interface Change {

		void make(Session session);

	}

}
