package chat.foyer.live;

import java.util.Optional;

import chat.foyer.limit.TestLimits;
import chat.foyer.room.Guest;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests of {@link Admission}.
 */
class AdmissionTests {

	private static final RoomKey ATTIC = RoomKey.of("Attic");

	private static final Guest ANN = new Guest("ann");

	private static final Guest BOB = new Guest("bob");

	private final RoomRegistry registry = mock();

	private final Admission admission = new Admission(this.registry, TestLimits.of());

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC))
			.willReturn(Optional.of(new Seat("1", ATTIC, ANN.id(), new Username("Ann"))));
	}

	@Test
	void whoeverHasASeatMayListenToItsRoom() {
		assertThat(isLetIn(guest(ANN), StompCommand.SUBSCRIBE, "/topic/rooms.Attic")).isTrue();
		assertThat(isLetIn(guest(ANN), StompCommand.SUBSCRIBE, "/topic/rooms.Attic.signals")).isTrue();
	}

	@Test
	void nobodyElseMay() {
		assertThat(isLetIn(guest(BOB), StompCommand.SUBSCRIBE, "/topic/rooms.Attic")).isFalse();
		assertThat(isLetIn(guest(ANN), StompCommand.SUBSCRIBE, "/topic/rooms.Cellar")).isFalse();
		assertThat(isLetIn(guest(BOB), StompCommand.SUBSCRIBE, "/topic/rooms.Attic.signals")).isFalse();
		assertThat(isLetIn(guest(ANN), StompCommand.SUBSCRIBE, "/topic/rooms.Cellar.signals")).isFalse();
		assertThat(isLetIn(null, StompCommand.SUBSCRIBE, "/topic/rooms.Attic")).isFalse();
		assertThat(isLetIn(
				new AnonymousAuthenticationToken("key", "anonymous",
						AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")),
				StompCommand.SUBSCRIBE, "/topic/rooms.Attic"))
			.isFalse();
	}

	@Test
	void everybodyMayListenToTheirOwnReplies() {
		assertThat(isLetIn(guest(BOB), StompCommand.SUBSCRIBE, "/user/queue/replies")).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/topic/**", "/topic/rooms.*", "/topic/rooms.{a}", "/queue/replies",
			"/queue/replies-user0", "/queue/**", "/user/queue/*", "/user/queue/replies/", "/user/queue/errors",
			"/user/ann/queue/replies", "/app/rooms.Attic.say" })
	void nothingElseMayBeListenedTo(String destination) {
		assertThat(isLetIn(guest(ANN), StompCommand.SUBSCRIBE, destination)).isFalse();
	}

	@Test
	void whoSpeaksWithoutSeatIsToldSoLater() {
		assertThat(isLetIn(guest(BOB), StompCommand.SEND, "/app/rooms.Attic.say")).isTrue();
	}

	@Test
	void whoGivesSignalsWithoutSeatIsPassedOverLater() {
		assertThat(isLetIn(guest(BOB), StompCommand.SEND, "/app/rooms.Attic.signal")).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "/topic/rooms.Attic", "/topic/**", "/queue/replies", "/queue/replies-user0",
			"/user/queue/replies", "/user/ann/queue/replies", "/app/**", "/app/rooms.*.say", "/app/rooms.Attic",
			"/app/rooms.Attic.shout", "/app/rooms.Attic.signals", "/topic/rooms.Attic.signals" })
	void nothingElseMayBeSentTo(String destination) {
		assertThat(isLetIn(guest(ANN), StompCommand.SEND, destination)).isFalse();
	}

	@Test
	void subscriptionWithoutIdIsRefused() {
		StompHeaderAccessor frame = StompHeaderAccessor.create(StompCommand.SUBSCRIBE);
		frame.setDestination("/topic/rooms.Attic");
		assertThat(isLetIn(guest(ANN), frame)).isFalse();
	}

	@Test
	void endOfASubscriptionWithoutIdIsRefused() {
		assertThat(isLetIn(guest(ANN), StompHeaderAccessor.create(StompCommand.UNSUBSCRIBE))).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "1.2, true", "'1.0,1.1,1.2', true", "'1.0,1.1', false", "12, false", "'', false" })
	void whoeverConnectsSpeaksStompAsSpokenHere(String versions, boolean isLetIn) {
		for (StompCommand command : new StompCommand[] { StompCommand.CONNECT, StompCommand.STOMP }) {
			StompHeaderAccessor frame = StompHeaderAccessor.create(command);
			frame.setAcceptVersion(versions);
			assertThat(isLetIn(guest(BOB), frame)).isEqualTo(isLetIn);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "UNSUBSCRIBE", "DISCONNECT" })
	void connectionsMayEnd(StompCommand command) {
		assertThat(isLetIn(guest(BOB), command, null)).isTrue();
	}

	@Test
	void heartBeatsAreLetIn() {
		assertThat(isLetIn(guest(BOB), StompHeaderAccessor.createForHeartbeat())).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "ACK", "NACK", "BEGIN", "COMMIT", "ABORT", "CONNECTED", "RECEIPT", "ERROR" })
	void whatNobodyNeedsIsRefused(StompCommand command) {
		assertThat(isLetIn(guest(ANN), command, "/app/rooms.Attic.say")).isFalse();
	}

	@Test
	void whatIsNoFrameIsRefused() {
		assertThat(isLetIn(guest(ANN), new GenericMessage<>(new byte[0]))).isFalse();
	}

	private boolean isLetIn(Authentication authentication, StompCommand command, String destination) {
		StompHeaderAccessor frame = StompHeaderAccessor.create(command);
		frame.setSubscriptionId("sub-0");
		if (destination != null) {
			frame.setDestination(destination);
		}
		return isLetIn(authentication, frame);
	}

	private boolean isLetIn(Authentication authentication, StompHeaderAccessor frame) {
		return isLetIn(authentication, MessageBuilder.createMessage(new byte[0], frame.getMessageHeaders()));
	}

	private boolean isLetIn(Authentication authentication, Message<?> message) {
		return this.admission.authorize(() -> authentication, message).isGranted();
	}

	private static Authentication guest(Guest guest) {
		return new PreAuthenticatedAuthenticationToken(guest, "", AuthorityUtils.createAuthorityList("ROLE_GUEST"));
	}

}
