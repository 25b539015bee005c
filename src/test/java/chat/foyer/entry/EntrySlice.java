package chat.foyer.entry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import chat.foyer.file.FileProperties;
import chat.foyer.file.UploadService;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.EditProperties;
import chat.foyer.message.EventLog;
import chat.foyer.message.Events;
import chat.foyer.message.RoomFollower;
import chat.foyer.message.UnreadMessages;
import chat.foyer.operations.LanAddresses;
import chat.foyer.retention.RetentionProperties;
import chat.foyer.room.Browsers;
import chat.foyer.room.Presence;
import chat.foyer.room.PresenceProperties;
import chat.foyer.room.ReadCursors;
import chat.foyer.room.RoomRegistry;
import chat.foyer.room.Usernames;
import chat.foyer.search.SearchService;
import chat.foyer.session.Sessions;
import chat.foyer.support.TestInstallation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.session.SessionRepository;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * A test of pages, as they are rendered and guarded, in front of rooms and events that
 * are not there.
 */
@WebMvcTest(excludeFilters = @Filter(type = FilterType.REGEX, pattern = "chat\\.foyer\\.(file|live)\\..+Controller"),
		includeFilters = @Filter(type = FilterType.REGEX,
				pattern = "chat\\.foyer\\.(chat\\.(RefusedFormHandler|RequestAppender|RoomLines|RoomPages)|entry\\.(BrowserKeys|EntryPages|GuestSession|SharedAddresses)|file\\.UploadProblems|limit\\..+|live\\.LongPollRegistry|message\\.RoomSummaryService|web\\..+)"),
		properties = { "foyer.limits.message-burst=1000", "foyer.limits.entry-burst=1000" })
@EnableConfigurationProperties({ EditProperties.class, FileProperties.class, LimitsProperties.class,
		PresenceProperties.class, RetentionProperties.class })
@Import({ SimpleMeterRegistry.class, TestInstallation.class })
@MockitoBean(types = { Browsers.class, EventLog.class, Events.class, UploadService.class, LanAddresses.class,
		Moves.class, Presence.class, ReadCursors.class, RoomFollower.class, RoomRegistry.class, SearchService.class,
		SessionRepository.class, Sessions.class, UnreadMessages.class, Usernames.class })
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EntrySlice {

}
