package chat.foyer.chat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.EventPage;
import chat.foyer.message.Events;
import chat.foyer.message.Unread;
import chat.foyer.message.UnreadMessages;
import chat.foyer.message.UnreadMessages.Position;
import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Username;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.CAFE;
import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static chat.foyer.entry.Visit.CAFE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;

/**
 * Tests of {@link RoomsController}.
 */
@EntrySlice
class RoomsControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private ReadCursors cursors;

	@Autowired
	private Events events;

	@Autowired
	private UnreadMessages messages;

	@Test
	void listsTheRoomsWithWhatIsUnread() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_ATTIC, ANN_IN_CAFE));
		given(this.cursors.of(ANN)).willReturn(Map.of(ANN_IN_ATTIC.id(), 3L));
		given(this.messages.count(List.of(new Position(ANN_IN_ATTIC, 3, Long.MAX_VALUE),
				new Position(ANN_IN_CAFE, Long.MAX_VALUE, Long.MAX_VALUE))))
			.willReturn(Map.of(ANN_IN_ATTIC.id(), new Unread(5, 2, 4, 9), ANN_IN_CAFE.id(), new Unread(0, 0, 0, 4)));
		MvcTestResult result = this.mvc.get()
			.uri("/rooms")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.exchange();
		assertThat(result).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson()
			.isEqualTo("""
					[{"room":"attic","lastSeq":9,"unread":5,"mentions":2},
					{"room":"%s","lastSeq":4,"unread":0,"mentions":0}]""".formatted(CAFE.encoded()),
					JsonCompareMode.STRICT);
		then(this.messages).should(times(1)).count(any());
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void refusesWhoIsNoGuest() {
		assertThat(this.mvc.get().uri("/rooms").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.FORBIDDEN)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("not-a-member");
	}

	@Test
	void describesARoom() {
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.of(ANN_IN_CAFE));
		given(this.registry.nameOf(CAFE)).willReturn(CAFE_NAME);
		given(this.presence.visit(ANN_IN_CAFE)).willReturn(true);
		given(this.presence.here(CAFE))
			.willReturn(List.of(new Present(new Username("Bob"), 3, true), new Present(new Username("Ann"), 1, false)));
		given(this.events.bounds(CAFE)).willReturn(new EventPage(List.of(), 3, 9));
		MvcTestResult result = describe(CAFE_ADDRESS).exchange();
		assertThat(result).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.hasHeader("Cache-Control", "no-store");
		assertThat(result).bodyJson()
			.isEqualTo("""
					{"room":"%s","name":"%s","firstSeq":3,"lastSeq":9,
					"limits":{"message":4000,"frame":16384,"subscriptions":8,"edit":900,"reactions":20,
						"ownReactions":5,"pins":20,"fileSize":26214400,"files":10},
					"people":[{"name":"Ann"},{"name":"Bob","away":true}]}""".formatted(CAFE.encoded(),
					CAFE_NAME.value()), JsonCompareMode.STRICT);
		then(this.presence).should().visit(ANN_IN_CAFE);
	}

	@Test
	void describesRoomsOnlyToTheirMembers() {
		assertThat(describe("/rooms/attic")).hasStatus(HttpStatus.FORBIDDEN)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("not-a-member");
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void redirectsOtherSpellingsOfARoom() {
		assertThat(describe("/rooms/ATTIC")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl("/rooms/attic");
	}

	private MockMvcRequestBuilder describe(String address) {
		return this.mvc.get().uri(URI.create(address)).accept(MediaType.APPLICATION_JSON).with(Visit.by(ANN));
	}

	@Test
	void redirectsPersonToTheNewestRoom() {
		assertThat(this.mvc.get().uri("/rooms").accept(MediaType.TEXT_HTML, MediaType.ALL).with(Visit.by(ANN)))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/chat");
	}

}
