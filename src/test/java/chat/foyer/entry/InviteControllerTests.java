package chat.foyer.entry;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import chat.foyer.operations.LanAddresses;
import chat.foyer.room.RoomRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.CAFE;
import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@EntrySlice
class InviteControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private LanAddresses lan;

	@Test
	void codeBearsTheRoomsWholeAddress() throws Exception {
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.of(ANN_IN_CAFE));
		MvcTestResult answer = this.mvc.get()
			.uri(URI.create(CAFE_ADDRESS + "/invite.svg"))
			.with(Visit.by(ANN))
			.exchange();
		assertThat(answer).hasStatusOk().hasContentType("image/svg+xml");
		assertThat(QrPictureTests.read(answer.getResponse().getContentAsString()))
			.isEqualTo("http://localhost" + CAFE_ADDRESS);
	}

	@Test
	void codeBearsTheAddressInTheNetworkWhereTheHostIsLoopback() throws Exception {
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.of(ANN_IN_CAFE));
		given(this.lan.hosts()).willReturn(List.of("192.168.1.20", "10.0.0.1"));
		MvcTestResult answer = this.mvc.get()
			.uri(URI.create("http://localhost:8080" + CAFE_ADDRESS + "/invite.svg"))
			.with(Visit.by(ANN))
			.exchange();
		assertThat(QrPictureTests.read(answer.getResponse().getContentAsString()))
			.isEqualTo("http://192.168.1.20:8080" + CAFE_ADDRESS);
	}

	@Test
	void whoHasNoSeatGetsNoCode() {
		assertThat(this.mvc.get().uri(URI.create(CAFE_ADDRESS + "/invite.svg"))).hasStatus(HttpStatus.FORBIDDEN);
		assertThat(this.mvc.get().uri(URI.create(CAFE_ADDRESS + "/invite.svg")).with(Visit.by(ANN)))
			.hasStatus(HttpStatus.FORBIDDEN);
	}

	@Test
	void refusalIsAPageForBrowsersAndAProblemForPrograms() {
		URI code = URI.create(CAFE_ADDRESS + "/invite.svg");
		for (String accepted : List.of("text/html,*/*;q=0.8", "image/svg+xml,image/*,*/*;q=0.8")) {
			assertThat(this.mvc.get().uri(code).header("Accept", accepted)).hasStatus(HttpStatus.FORBIDDEN)
				.bodyText()
				.doesNotContain("{");
		}
		assertThat(this.mvc.get().uri(code).header("Accept", "application/json")).hasStatus(HttpStatus.FORBIDDEN)
			.bodyText()
			.contains("\"error\":\"not-a-member\"");
	}

}
