package chat.foyer.chat;

import java.util.Optional;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.room.Presence;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ATTIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link ReadPositionController}.
 */
@EntrySlice
class ReadPositionControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Presence presence;

	@Autowired
	private ReadCursors cursors;

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
	}

	@Test
	void advancesReadPositionAndRenewsPollsWithoutVisiting() {
		assertThat(read("/rooms/attic/read").accept(MediaType.APPLICATION_JSON).param("seq", "42"))
			.hasStatus(HttpStatus.NO_CONTENT);
		then(this.cursors).should().advance(ANN_IN_ATTIC, 42);
		then(this.presence).should().renewPoll(ANN_IN_ATTIC);
		then(this.presence).shouldHaveNoMoreInteractions();
	}

	@Test
	void redirectsFormToTheRoom() {
		assertThat(read("/rooms/attic/read").accept(MediaType.TEXT_HTML).param("seq", "42"))
			.hasStatus(HttpStatus.SEE_OTHER)
			.redirectedUrl()
			.endsWith("/rooms/attic");
		then(this.cursors).should().advance(ANN_IN_ATTIC, 42);
	}

	@Test
	void refusesGuestWithoutASeatAndRequestWithoutANumber() {
		assertThat(read("/rooms/cellar/read").accept(MediaType.APPLICATION_JSON).param("seq", "42"))
			.hasStatus(HttpStatus.FORBIDDEN)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.extractingPath("$.error")
			.isEqualTo("not-a-member");
		assertThat(read("/rooms/attic/read").accept(MediaType.APPLICATION_JSON)).hasStatus(HttpStatus.BAD_REQUEST);
		assertThat(read("/rooms/attic/read").accept(MediaType.APPLICATION_JSON).param("seq", "-1"))
			.hasStatus(HttpStatus.BAD_REQUEST);
		then(this.cursors).should(never()).advance(any(), anyLong());
	}

	private MockMvcRequestBuilder read(String address) {
		return this.mvc.post().uri(address).with(Visit.by(ANN)).with(csrf());
	}

}
