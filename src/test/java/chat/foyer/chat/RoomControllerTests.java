package chat.foyer.chat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import chat.foyer.entry.EntrySlice;
import chat.foyer.entry.Visit;
import chat.foyer.message.Event;
import chat.foyer.message.EventPage;
import chat.foyer.message.EventType;
import chat.foyer.message.Events;
import chat.foyer.message.LineState;
import chat.foyer.message.Quote;
import chat.foyer.message.Reaction;
import chat.foyer.message.RoomSummary;
import chat.foyer.message.Unread;
import chat.foyer.message.UnreadMessages;
import chat.foyer.operations.LanAddresses;
import chat.foyer.room.Presence;
import chat.foyer.room.Present;
import chat.foyer.room.RoomKey;
import chat.foyer.room.RoomName;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Seat;
import chat.foyer.room.Username;
import chat.foyer.room.Usernames;
import chat.foyer.support.TestInstallation;
import chat.foyer.web.FragmentCache;
import com.github.benmanes.caffeine.cache.Cache;
import jakarta.servlet.http.Cookie;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static chat.foyer.entry.Visit.ANN;
import static chat.foyer.entry.Visit.ANN_IN_ATTIC;
import static chat.foyer.entry.Visit.ANN_IN_CAFE;
import static chat.foyer.entry.Visit.ATTIC;
import static chat.foyer.entry.Visit.ATTIC_NAME;
import static chat.foyer.entry.Visit.CAFE;
import static chat.foyer.entry.Visit.CAFE_ADDRESS;
import static chat.foyer.entry.Visit.CAFE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

/**
 * Tests of {@link RoomController} and {@link RoomPages}.
 */
@EntrySlice
class RoomControllerTests {

	@Autowired
	private FragmentCache fragments;

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private RoomRegistry registry;

	@Autowired
	private Usernames usernames;

	@Autowired
	private Events events;

	@Autowired
	private UnreadMessages messages;

	@Autowired
	private Presence presence;

	@Autowired
	private LanAddresses lan;

	@BeforeEach
	void seatAnn() {
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.of(ANN_IN_ATTIC));
		given(this.registry.find(ANN, CAFE)).willReturn(Optional.of(ANN_IN_CAFE));
		given(this.registry.nameOf(ATTIC)).willReturn(ATTIC_NAME);
		given(this.registry.nameOf(CAFE)).willReturn(CAFE_NAME);
		given(this.registry.nameOf(new RoomKey("cellar"))).willReturn(new RoomName("Cellar"));
		given(this.registry.namesOf(any())).willReturn(Map.of(ATTIC, ATTIC_NAME, CAFE, CAFE_NAME));
		given(this.presence.visit(any())).willReturn(true);
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(), 1, 0));
	}

	@Test
	void pageShowsTheNewestEvents() {
		given(this.events.before(any(), eq(Long.MAX_VALUE), anyInt()))
			.willReturn(new EventPage(List.of(notice(6), message(7, "Bob", "&lt;b&gt;hi&lt;/b&gt;  there")), 6, 7));
		assertThat(show("/rooms/attic")).hasStatusOk()
			.hasViewName("room")
			.bodyText()
			.contains("data-seq=\"6\"", "data-seq=\"7\"", "&lt;b&gt;hi&lt;/b&gt;  there", "data-last-seq=\"7\"");
	}

	@Test
	void linesCarryWhatTheEventSays() {
		given(this.events.before(any(), anyLong(), anyInt()))
			.willReturn(new EventPage(
					List.of(new Event(6, EventType.JOIN, null, "bob", null, null, Instant.EPOCH, 4, false),
							new Event(7, EventType.MESSAGE, "m", "\u00E9va", "hi", "hi", Instant.EPOCH, 11, true)),
					6, 7));
		assertThat(show("/rooms/attic")).bodyText()
			.containsPattern("<li class=\"event notice join\"\\s+data-seq=\"6\" data-author=\"bob\" data-color=\"4\""
					+ "\\s+data-initial=\"B\">")
			.containsPattern("<li class=\"event message\\s+follows\"\\s+id=\"m7\" data-seq=\"7\" data-id=\"m\""
					+ "\\s+data-author=\"\u00E9va\" data-color=\"11\" data-initial=\"\u00C9\">")
			.containsOnlyOnce("class=\"mark ");
	}

	@Test
	void linesCarryWhatWasChangedOfThem() {
		LineState changed = new LineState(12, Instant.EPOCH.plusSeconds(90), null,
				List.of(new Reaction("\uD83D\uDC4D", 2, true, List.of("B<b>", "Ann"))), true);
		LineState deleted = new LineState(11, null, Instant.EPOCH, List.of(), false);
		given(this.events.before(any(), anyLong(), anyInt()))
			.willReturn(new EventPage(
					List.of(message(7, "Bob", "hi", 3L, new Quote(3, "<b>", "<i>there", false), changed),
							message(8, "Bob", null, null, null, deleted),
							message(9, "Bob", "hi", 8L, new Quote(8, "Bob", null, true), LineState.unchanged(9))),
					6, 12));
		assertThat(show("/rooms/attic")).bodyText()
			.containsPattern("class=\"event message\\s+pinned\"\\s+id=\"m7\"[^>]* data-rev=\"12\">\\s*"
					+ "<a class=\"quote\" href=\"\\?before=28#m3\"\\s*><bdi class=\"quote-author\">&lt;b&gt;</bdi> "
					+ "<span class=\"quote-text\" dir=\"auto\"\\s*>&lt;i&gt;there</span></a>\\s*<p class=\"author\"")
			.containsPattern("</time>\\s*<span class=\"edited\" data-at=\"1970-01-01T00:01:30Z\"[^>]*>edited</span>\\s*"
					+ "<ul class=\"reactions\">\\s*<li><button type=\"button\" class=\"chip\"[^>]*"
					+ "data-names=\"B&lt;b&gt;\nAnn\" aria-pressed=\"true\" title=\"[^\"]*\"\\s*>")
			.contains("<noscript><a class=\"line-open\" href=\"?menu=7#m7\"")
			.containsPattern("class=\"event message deleted\"\\s+id=\"m8\"[^>]* data-rev=\"11\" "
					+ "data-deleted=\"1970-01-01T00:00:00Z\">\\s*<p class=\"text\"\\s*><bdi class=\"author\">Bob</bdi\\s*> "
					+ "deleted a message</p>")
			.containsPattern("href=\"#m8\"\\s*><bdi class=\"quote-author\">Bob</bdi> <span class=\"quote-text gone\"")
			.containsPattern("data-last-seq=\"12\"");
	}

	@Test
	void pageShowsWhatIsPinned() {
		assertThat(show("/rooms/attic")).bodyText().containsPattern("id=\"pins\" hidden");
		given(this.events.pinned(ANN_IN_ATTIC))
			.willReturn(List.of(new Quote(7, "Bob", "<b>hi", false), new Quote(3, "Cat", "there", false)));
		assertThat(show("/rooms/attic")).bodyText()
			.containsPattern("<details class=\"pins\" id=\"pins\">")
			.contains("<span class=\"count\">2</span>", "href=\"/rooms/attic/at/7#m7\"",
					"href=\"/rooms/attic/at/3#m3\"", "dir=\"auto\">&lt;b&gt;hi</span>");
	}

	@Test
	void menuWithoutScriptsHasAllThatCanBeDone() {
		given(this.events.firstOf(any())).willReturn(Optional.of(7L));
		given(this.events.before(any(), anyLong(), anyInt())).willReturn(new EventPage(List.of(message(6, "Bob", "hi"),
				new Event(7, EventType.MESSAGE, "m7", "Ann", "<b>", "<b>", Instant.now(), 0, false),
				message(8, "Ann", "Old")), 6, 8));
		assertThat(show("/rooms/attic?menu=6")).bodyText()
			.contains("href=\"?reply=6#say\"", "action=\"/rooms/attic/messages/6/react\"",
					"action=\"/rooms/attic/messages/6/pin\"", "href=\"/rooms/attic/at/6#m6\"")
			.doesNotContain("messages/6/edit", "messages/6/delete", "messages/7/");
		assertThat(show("/rooms/attic?menu=7")).bodyText()
			.contains("action=\"/rooms/attic/messages/7/edit\"", "action=\"/rooms/attic/messages/7/delete\"")
			.containsPattern("<textarea name=\"text\"[^>]*>&lt;b&gt;</textarea>");
		assertThat(show("/rooms/attic?menu=8")).bodyText()
			.contains("action=\"/rooms/attic/messages/8/delete\"")
			.doesNotContain("messages/8/edit");
	}

	@Test
	void menuOfAnOlderMessageIsOnAPageAroundIt() {
		given(this.events.before(any(), eq(Long.MAX_VALUE), anyInt())).willReturn(messages(60, 100));
		given(this.events.before(any(), eq(32L), anyInt())).willReturn(messages(1, 31));
		assertThat(show("/rooms/attic?menu=7")).bodyText().contains("action=\"/rooms/attic/messages/7/react\"");
	}

	@Test
	void composerWithoutScriptsReplies() {
		given(this.events.before(any(), eq(8L), eq(1))).willReturn(messages(7, 7));
		assertThat(show("/rooms/attic?reply=7")).bodyText()
			.contains("<input type=\"hidden\" name=\"re\" value=\"7\">", "Replying to Bob");
		assertThat(show("/rooms/attic?reply=9")).bodyText().doesNotContain("name=\"re\"");
	}

	@Test
	void linesThatAreKeptAreThoseOfEachReader() {
		given(this.events.before(any(), anyLong(), anyInt()))
			.willReturn(new EventPage(List.of(notice(6), message(7, "Ann", "hi")), 6, 7));
		given(this.events.firstOf(any())).willReturn(Optional.of(7L));
		assertThat(show("/rooms/attic")).bodyText()
			.contains("class=\"event message own\"", "> joined", ">00:00<", "January 1, 1970")
			.doesNotContain("nonce=\"\"");
		given(this.events.firstOf(any())).willReturn(Optional.of(8L));
		assertThat(this.mvc.get()
			.uri("/rooms/attic")
			.header("Accept-Language", "de")
			.cookie(ownCookie("zone", "Asia/Kolkata"))
			.with(Visit.by(ANN))).bodyText()
			.doesNotContain("message own", "> joined")
			.contains("> ist dabei", ">05:30<", "1. Januar 1970");
		assertThat(show("/rooms/attic")).bodyText().contains("> joined", ">00:00<").doesNotContain("message own");
	}

	@Test
	void partsAreRenderedForManyReadersAtOnce() {
		assertThat(IntStream.range(0, 300)
			.parallel()
			.mapToObj((limit) -> this.fragments.html("fragments/event", "moulds", Locale.ENGLISH,
					Map.of("messageLimit", limit)))
			.distinct()).isNotEmpty().noneMatch(String::isEmpty);
	}

	@Test
	void linksOfAllPartsBeginWithTheContextPath() {
		assertThat(show("/rooms/attic")).bodyText().containsPattern("\"foyer/line\": \"/js/line-\\w{8}\\.js\"");
		assertThat(this.mvc.get().uri("/chat/rooms/attic").contextPath("/chat").with(Visit.by(ANN))).bodyText()
			.containsPattern("\"foyer/line\": \"/chat/js/line-\\w{8}\\.js\"")
			.containsPattern("modulepreload\" href=\"/chat/js/line-\\w{8}\\.js\"")
			.containsPattern("href=\"/chat/css/room-\\w{8}\\.css\"")
			.contains("\"/chat/rooms/attic/leave\"", "\"/chat/rooms/attic/language\"",
					"\"/chat/rooms/attic/invite.svg\"", "\"/chat/rooms/attic/messages#end\"",
					"\"/chat/rooms/attic?before=0\"")
			.doesNotContain("\"/js/", "\"/rooms/", "/chat/chat");
	}

	@Test
	void partsAreNotKeptForEachHost() {
		for (String host : List.of("a.example", "b.example")) {
			assertThat(this.mvc.get().uri("http://" + host + "/")).bodyText()
				.contains("content=\"http://" + host + "/icons/");
		}
		Cache<?, ?> parts = (Cache<?, ?>) ReflectionTestUtils.getField(this.fragments, "parts");
		assertThat(parts.asMap().toString()).contains("languages").doesNotContain("a.example", "b.example");
	}

	@Test
	void pageTellsTheLimitsAndTheLookOfItsReader() {
		given(this.registry.find(ANN, ATTIC))
			.willReturn(Optional.of(new Seat("1", ATTIC, ANN.id(), new Username("Ann"), 9)));
		assertThat(show("/rooms/attic")).bodyText()
			.contains("data-color=\"9\" data-initial=\"A\" data-limits=\"{&quot;message&quot;:4000,"
					+ "&quot;frame&quot;:16384,&quot;subscriptions&quot;:8,&quot;edit&quot;:900,&quot;reactions&quot;:20,"
					+ "&quot;ownReactions&quot;:5,&quot;pins&quot;:20,&quot;fileSize&quot;:26214400,&quot;files&quot;:10}\"");
	}

	@Test
	void pageTellsWhoIsHere() {
		given(this.presence.here(ATTIC))
			.willReturn(List.of(here("Zo\u00EB"), new Present(new Username("bob"), 3, true), here("Ann")));
		MvcTestResult result = show("/rooms/attic");
		assertThat(page(result).people()).containsExactly(here("Ann"), new Present(new Username("bob"), 3, true),
				here("Zo\u00EB"));
		assertThat(result).bodyText()
			.containsOnlyOnce("data-name=\"bob\" data-color=\"3\" data-initial=\"B\"")
			.containsPattern("<li [^>]*class=\"away\"");
	}

	@Test
	void pageLeadsToTheRoomsOfItsReaderByName() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_CAFE, ANN_IN_ATTIC));
		given(this.messages.count(any())).willReturn(Map.of(ANN_IN_CAFE.id(), new Unread(3, 1, 4, 7)));
		MvcTestResult result = show("/rooms/attic");
		assertThat(result).bodyText()
			.contains("<a href=\"/rooms/attic\" aria-current=\"page\">")
			.contains("data-last-seq=\"7\"");
		assertThat(result).model()
			.extractingByKey("rooms")
			.asInstanceOf(InstanceOfAssertFactories.list(RoomLink.class))
			.containsExactly(new RoomLink(ANN_IN_ATTIC, ATTIC_NAME, new RoomSummary("attic", 0, 0, 0), List.of()),
					new RoomLink(ANN_IN_CAFE, CAFE_NAME, new RoomSummary(CAFE.encoded(), 7, 3, 1), List.of()));
		then(this.messages).should(times(1)).count(any());
	}

	@Test
	void pageTellsTheLongerNamesThatBeginWithItsReaders() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_CAFE, ANN_IN_ATTIC));
		given(this.usernames.in(any()))
			.willReturn(Map.of(ATTIC, usernames("Ann", "Ann 2", "Bob", "Anna \"x\""), CAFE, usernames("Ann", "Ann 3")));
		assertThat(show("/rooms/attic")).bodyText()
			.containsOnlyOnce("data-namesakes=\"Ann 2\nAnna &quot;x&quot;\"")
			.contains("data-namesakes=\"Ann 3\"");
	}

	@Test
	void readerIsHereWhateverOthersKnow() {
		given(this.presence.here(ATTIC)).willReturn(List.of(here("Bob")));
		assertThat(page(show("/rooms/attic")).people()).containsExactly(here("Ann"), here("Bob"));
	}

	@Test
	void pageShowsFiftyAndLeadsToEarlierOnes() {
		given(this.events.before(any(), eq(Long.MAX_VALUE), eq(51))).willReturn(messages(10, 60));
		MvcTestResult result = show("/rooms/attic");
		RoomPage page = page(result);
		assertThat(page.older()).isTrue();
		assertThat(page.lines()).hasSize(50);
		assertThat(page.firstSeq()).isEqualTo(11);
		assertThat(page.lastSeq()).isEqualTo(60);
		assertThat(result).bodyText().contains("href=\"/rooms/attic?before=11\"");
	}

	@Test
	void pageWithFiftyHasNoEarlierOnes() {
		given(this.events.before(any(), eq(Long.MAX_VALUE), eq(51))).willReturn(messages(11, 60));
		RoomPage page = page(show("/rooms/attic"));
		assertThat(page.older()).isFalse();
		assertThat(page.lines()).hasSize(50);
	}

	@Test
	void earlierPageShowsWhatCameBefore() {
		given(this.events.before(any(), eq(11L), eq(51))).willReturn(messages(1, 10));
		assertThat(page(show("/rooms/attic?before=11")).lastSeq()).isEqualTo(10);
	}

	@Test
	void emptyRoomIsShownToo() {
		RoomPage page = page(show("/rooms/attic"));
		assertThat(page.lines()).isEmpty();
		assertThat(page.older()).isFalse();
		assertThat(page.lastSeq()).isZero();
	}

	@Test
	void whoOpensThePageIsHere() {
		show("/rooms/attic");
		then(this.presence).should().visit(ANN_IN_ATTIC);
	}

	@Test
	void whoGaveUpTheSeatMeanwhileIsOfferedToEnter() {
		given(this.presence.visit(ANN_IN_ATTIC)).willReturn(false);
		assertThat(show("/rooms/attic")).hasStatusOk().hasViewName("entry");
	}

	@Test
	void addressOfARoomIsItsKey() {
		assertThat(show(CAFE_ADDRESS)).hasStatusOk()
			.hasViewName("room")
			.bodyText()
			.contains("data-room=\"caf%C3%A9%20%26%20bar%2E\"", "action=\"" + CAFE_ADDRESS + "/leave\"");
	}

	@Test
	void addressIsAnInvitationForWhoeverHasNoSeat() {
		assertThat(this.mvc.get().uri(URI.create(CAFE_ADDRESS))).hasStatusOk()
			.hasViewName("entry")
			.bodyText()
			.contains("<p>You\u2019re invited to </p>", "<h1 dir=\"auto\">caf\u00E9 &amp; bar.</h1>",
					"name=\"room\" value=\"caf\u00E9 &amp; bar.\"", "<title>caf\u00E9 &amp; bar. \u2013 Foyer</title>")
			.doesNotContain("id=\"here\"");
		assertThat(this.mvc.get().uri(URI.create("/rooms/cellar?username=Z%26")).with(Visit.by(ANN)))
			.hasViewName("entry")
			.bodyText()
			.contains("value=\"Cellar\"", "value=\"Z&amp;\"");
		then(this.events).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@CsvSource({ "en, 1, 1 person is here", "en, 3, 3 people are here", "de, 1, 1 Person ist da", "ja, 2, 2 人が参加中",
			"ar, 2, شخصان هنا", "fr, 3, 3 personnes sont présentes" })
	void invitationTellsHowManyAreHereAndNotWho(String language, int count, String words) {
		given(this.presence.here(CAFE))
			.willReturn(IntStream.range(0, count).mapToObj((i) -> here("Secret " + i)).toList());
		assertThat(this.mvc.get().uri(URI.create(CAFE_ADDRESS)).header("Accept-Language", language)).bodyText()
			.contains("<p id=\"here\">" + words + "</p>")
			.doesNotContain("Secret");
	}

	@Test
	void previewOfALinkTellsNothingOfPeople() {
		given(this.presence.here(CAFE)).willReturn(List.of(here("Secret")));
		assertThat(this.mvc.get().uri(URI.create(CAFE_ADDRESS))).bodyText()
			.contains("<meta name=\"description\" content=\"You\u2019re invited to caf\u00E9 &amp; bar.\">",
					"<meta property=\"og:title\" content=\"caf\u00E9 &amp; bar. \u2013 Foyer\">",
					"<meta property=\"og:description\" content=\"You\u2019re invited to caf\u00E9 &amp; bar.\">",
					"<meta property=\"og:type\" content=\"website\">")
			.containsPattern("<meta property=\"og:image\" content=\"http://localhost/icons/icon-512[^\"]*\\.png\">");
	}

	@Test
	void addressThatLooksAtManyRoomsGetsThePlainForm() {
		given(this.presence.here(CAFE)).willReturn(List.of(here("Secret")));
		for (int look = 0; look < 30; look++) {
			assertThat(lookFrom("203.0.113.1")).bodyText().contains("id=\"here\"");
		}
		assertThat(lookFrom("203.0.113.1")).hasStatusOk()
			.bodyText()
			.contains("<h1>Foyer</h1>", "<label for=\"room\">")
			.doesNotContain("id=\"here\"", "invited");
		assertThat(lookFrom("203.0.113.2")).bodyText().contains("id=\"here\"");
	}

	private MvcTestResult lookFrom(String client) {
		return this.mvc.get().uri(URI.create(CAFE_ADDRESS)).remoteAddress(client).exchange();
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/attic/, /rooms/attic", "/rooms/attic/?before=11, /rooms/attic?before=11",
			"/rooms/caf%C3%A9%20%26%20bar%2E/, /rooms/caf%C3%A9%20%26%20bar%2E", "/chat/, /chat", "/rooms/, /rooms" })
	void slashAtTheEndIsLeftOut(String address, String location) {
		assertThat(show(address)).hasStatus(HttpStatus.PERMANENT_REDIRECT).hasHeader("Location", location);
	}

	@Test
	void pageHasTheAppearanceThatItsReaderChose() {
		assertThat(this.mvc.get()
			.uri("/rooms/attic")
			.with(Visit.by(ANN))
			.cookie(ownCookie("theme", "dark"), ownCookie("density", "compact"), ownCookie("people", "closed")))
			.bodyText()
			.contains("data-theme=\"dark\" data-density=\"compact\"", "id=\"people\" data-kept=\"closed\"",
					"<meta name=\"color-scheme\" content=\"dark\">")
			.containsPattern("id=\"theme-dark\" content=\"#211813\"\\s+media=\"all\"")
			.containsPattern("id=\"theme-light\" content=\"#fffcf6\"\\s+media=\"not all\"");
		assertThat(this.mvc.get()
			.uri("/")
			.cookie(ownCookie("theme", "\"><b>"), ownCookie("density", "wide"), ownCookie("people", "x"))).bodyText()
			.doesNotContain("data-theme", "data-density", "<b>")
			.contains("<meta name=\"color-scheme\" content=\"light dark\">", "media=\"(prefers-color-scheme: dark)\"",
					"media=\"(prefers-color-scheme: light)\"");
	}

	@Test
	void cookiesOfOtherProgramsOnTheHostDoNotCount() {
		assertThat(this.mvc.get()
			.uri("/")
			.cookie(new Cookie("theme", "dark"), new Cookie("name", "Mallory"), new Cookie("language", "de"),
					new Cookie("foyer-ffffff-theme", "dark")))
			.bodyText()
			.doesNotContain("data-theme", "Mallory")
			.contains("lang=\"en\"");
	}

	@Test
	void pageTellsItsScriptsHowToNameCookies() {
		assertThat(this.mvc.get().uri("/rooms/attic").with(Visit.by(ANN))).bodyText()
			.contains("<meta name=\"cookies\" content=\"foyer-1a2b3c-\" data-path=\"/\">");
		assertThat(this.mvc.get().uri("https://example.org/rooms/attic").with(Visit.by(ANN))).bodyText()
			.contains("<meta name=\"cookies\" content=\"__Host-foyer-1a2b3c-\" data-path=\"/\">");
	}

	private static Cookie ownCookie(String name, String value) {
		return new Cookie(TestInstallation.PREFIX + name, value);
	}

	@Test
	void pageOnTheServersMachineTellsItsAddressesInTheNetwork() {
		given(this.lan.hosts()).willReturn(List.of("192.168.1.20", "[2001:db8::1]"));
		assertThat(show("http://localhost:8080/rooms/attic")).bodyText()
			.contains("href=\"http://192.168.1.20:8080/rooms/attic\"", ">http://[2001:db8::1]:8080/rooms/attic</p>");
		assertThat(show("http://127.0.0.1/rooms/attic")).bodyText().contains("http://192.168.1.20/rooms/attic");
		assertThat(this.mvc.get().uri("http://localhost/rooms/attic").with(Visit.by(ANN)).with((request) -> {
			request.setRemoteAddr("203.0.113.9");
			return request;
		})).bodyText().doesNotContain("192.168.1.20");
		assertThat(show("http://192.168.1.20/rooms/attic")).bodyText().doesNotContain("class=\"hint lan\"");
		assertThat(this.mvc.get().uri("/rooms/attic").header("X-Forwarded-For", "203.0.113.1").with(Visit.by(ANN)))
			.bodyText()
			.doesNotContain("192.168.1.20");
	}

	@Test
	void pageShowsTheSpellingOfTheRoom() {
		given(this.registry.findAll(ANN)).willReturn(List.of(ANN_IN_CAFE, ANN_IN_ATTIC));
		assertThat(show("/rooms/attic")).bodyText()
			.contains("<title>Attic \u2013 Foyer</title>", "<h1 dir=\"auto\">Attic</h1>",
					"<bdi class=\"name\">Attic</bdi>", "<bdi class=\"name\">caf\u00E9 &amp; bar.</bdi>");
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/Attic, /rooms/attic", "/rooms/%20ATTIC%20, /rooms/attic",
			"/rooms/%EF%BC%A1ttic?before=11, /rooms/attic?before=11",
			"/rooms/ATTIC?look=a%20b&x, /rooms/attic?look=a%20b&x",
			"/rooms/CAF%C3%89%20%20%26%20bar%2E, /rooms/caf%C3%A9%20%26%20bar%2E",
			"/rooms/Cafe%CC%81+, /rooms/caf%C3%A9%2B", "/rooms/Nobody, /rooms/nobody" })
	void otherSpellingLeadsToTheAddressOfTheRoom(String address, String location) {
		assertThat(show(address)).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(location);
		assertThat(this.mvc.get().uri(URI.create(address))).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl(location);
		then(this.events).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", ")", ",", "!", "%3F", "%22", "'", "%5D", "%3E", "%E3%80%82", "%EF%BC%89", "%C2%BB",
			").", "...", "%E2%80%A6", "%E2%80%9D.", "%D8%9F", "%E0%A5%A4", "%EF%BC%9B" })
	void punctuationBehindTheAddressOfOnesRoomLeadsThere(String end) {
		String address = "/rooms/attic" + end;
		for (MockMvcRequestBuilder request : List.of(this.mvc.get().uri(URI.create(address)),
				this.mvc.head().uri(URI.create(address)),
				this.mvc.get().uri(URI.create(address)).accept(MediaType.APPLICATION_JSON))) {
			MvcTestResult result = request.with(Visit.by(ANN)).exchange();
			String location = result.getResponse().getRedirectedUrl();
			assertThat(result).hasStatus(HttpStatus.SEE_OTHER);
			// Another spelling leads to the key first.
			assertThat(location.equals("/rooms/attic") ? location : show(location).getResponse().getRedirectedUrl())
				.isEqualTo("/rooms/attic");
		}
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void nameOfOnesRoomMayEndWithPunctuation() {
		assertThat(show(CAFE_ADDRESS)).hasViewName("room");
	}

	@Test
	void invitationOffersBothSpellingsOfARoomWithPunctuationAtItsEnd() {
		given(this.registry.nameOf(RoomKey.of("cellar)."))).willReturn(new RoomName("Cellar)."));
		assertThat(show("/rooms/cellar%29%2E")).hasStatusOk()
			.hasViewName("entry")
			.bodyText()
			.containsPattern(
					"<p id=\"spellings\"\\s*>Did you mean <a dir=\"auto\" href=\"/rooms/cellar\">cellar</a\\s*> or "
							+ "<a dir=\"auto\" href=\"/rooms/cellar%29%2E\">Cellar\\)\\.</a\\s*>\\?</p>");
		assertThat(show("/rooms/cellar")).bodyText().doesNotContain("id=\"spellings\"");
	}

	@ParameterizedTest
	@CsvSource({ "//rooms/attic, /rooms/attic", "/rooms//attic?before=1, /rooms/attic?before=1",
			"/rooms/attic;jsessionid=1, /rooms/attic", "/rooms/a%2Fb, /rooms/a/b",
			"/rooms/caf%25C3%25A9, /rooms/caf%C3%A9", "/chat., /chat" })
	void malformedAddressLeadsToTheOneForWhichItStands(String address, String location) {
		assertThat(this.mvc.get().uri(URI.create("http://localhost" + address)).with(Visit.by(ANN)))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasHeader("Location", location);
	}

	@Test
	void pageShowsTimesInTheZoneOfTheReader() {
		given(this.events.before(any(), anyLong(), anyInt()))
			.willReturn(new EventPage(List.of(message(7, "Bob", "hi")), 1, 7));
		assertThat(show("/rooms/attic")).bodyText().contains(">00:00</time>", "Times are in UTC.");
		assertThat(this.mvc.get()
			.uri("/rooms/attic")
			.with(Visit.by(ANN))
			.cookie(new Cookie("foyer-1a2b3c-zone", "Asia/Tokyo"))).bodyText()
			.contains(">09:00</time>", "datetime=\"1970-01-01T00:00:00Z\"")
			.containsPattern("Times are in (Japan|Tokyo) .*Time\\.");
		for (String zone : List.of("", "Mars/Base", "<b>", "x".repeat(3000), "+99:00")) {
			assertThat(this.mvc.get()
				.uri("/rooms/attic")
				.with(Visit.by(ANN))
				.cookie(new Cookie("foyer-1a2b3c-zone", zone))).bodyText()
				.contains(">00:00</time>", "Times are in UTC.");
		}
	}

	@Test
	void formsOfAnotherSpellingWork() {
		assertThat(this.mvc.post().uri("/rooms/ATTIC/leave").with(Visit.by(ANN)).with(csrf())).hasRedirectedUrl("/");
		then(this.registry).should().leave(ANN, ATTIC);
	}

	@ParameterizedTest
	@CsvSource({ "/rooms/%23, 404", "/rooms/%2E, 400", "/rooms/%20, 404", "/rooms/%E2%80%AE, 404", "/rooms/a%3Bb, 400",
			"/rooms/%00, 400", "/rooms/%25, 400", "/rooms/attic?before=x, 400" })
	void addressThatLeadsNowhereIsSaidToDoSo(String address, int status) {
		assertThat(show(address)).hasStatus(status);
		then(this.events).shouldHaveNoInteractions();
	}

	@Test
	void leavingGivesUpTheSeatAndLeadsToTheEntrance() {
		MockHttpSession session = new MockHttpSession();
		session.setAttribute("seats", Map.of("attic", "Ann", CAFE.value(), "Ann"));
		assertThat(this.mvc.post().uri("/rooms/attic/leave").with(Visit.by(ANN)).with(csrf()).session(session))
			.hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/");
		then(this.registry).should().leave(ANN, ATTIC);
		assertThat(session.getAttribute("seats")).isEqualTo(Map.of(CAFE.value(), "Ann"));
	}

	@Test
	void leavingIsAnsweredWithoutContentForPrograms() {
		MockMvcRequestBuilder leave = this.mvc.post()
			.uri("/rooms/attic/leave")
			.accept(MediaType.APPLICATION_JSON)
			.with(Visit.by(ANN))
			.with(csrf());
		assertThat(leave).hasStatus(HttpStatus.NO_CONTENT);
		then(this.registry).should().leave(ANN, ATTIC);
		given(this.registry.find(ANN, ATTIC)).willReturn(Optional.empty());
		assertThat(leave).hasStatus(HttpStatus.NO_CONTENT);
	}

	@Test
	void leavingOfNobodyBreaksNothing() {
		assertThat(this.mvc.post().uri("/rooms/attic/leave").with(csrf())).hasStatus(HttpStatus.SEE_OTHER)
			.hasRedirectedUrl("/");
		then(this.registry).shouldHaveNoInteractions();
	}

	@Test
	void nobodyLeavesByALinkOrAFormOfAnotherSite() {
		assertThat(show("/rooms/attic/leave")).hasStatus(HttpStatus.SEE_OTHER).hasRedirectedUrl("/rooms/attic");
		assertThat(this.mvc.post().uri("/rooms/attic/leave").with(Visit.by(ANN))).hasStatus(HttpStatus.FORBIDDEN);
		then(this.registry).shouldHaveNoInteractions();
	}

	private static Present here(String name) {
		return new Present(new Username(name), 0, false);
	}

	private MvcTestResult show(String address) {
		return this.mvc.get().uri(URI.create(address)).with(Visit.by(ANN)).exchange();
	}

	private static RoomPage page(MvcTestResult result) {
		return (RoomPage) result.getMvcResult().getModelAndView().getModel().get("page");
	}

	private static EventPage messages(long first, long last) {
		return new EventPage(LongStream.rangeClosed(first, last).mapToObj((seq) -> message(seq, "Bob", "hi")).toList(),
				1, last);
	}

	private static Event message(long seq, String author, String html) {
		return new Event(seq, EventType.MESSAGE, "m" + seq, author, html, html, Instant.EPOCH, 0, false);
	}

	private static Event message(long seq, String author, @Nullable String text, @Nullable Long re,
			@Nullable Quote quote, LineState state) {
		return new Event(seq, EventType.MESSAGE, "m" + seq, author, text, text, Instant.EPOCH, 0, false, re, quote,
				null, null, state);
	}

	private static Event notice(long seq) {
		return new Event(seq, EventType.JOIN, null, "Bob", null, null, Instant.EPOCH, 0, false);
	}

	private static List<Username> usernames(String... names) {
		return Stream.of(names).map(Username::new).toList();
	}

}
