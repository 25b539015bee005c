package chat.foyer.chat;

import chat.foyer.file.FileProperties;
import chat.foyer.limit.LimitsProperties;
import chat.foyer.message.EditProperties;
import chat.foyer.message.EventLog;
import chat.foyer.message.SentFile;

/**
 * The limits of what a guest sends to a room, as pages and programs get them.
 *
 * @param message the length of a message in code points
 * @param frame the length of the body of a STOMP frame in bytes
 * @param subscriptions how many subscriptions a connection may have
 * @param edit for how many seconds a message may be edited; 0 for never
 * @param reactions how many different reactions a message may have
 * @param ownReactions how many of them may be the guest's own
 * @param pins how many messages may be pinned
 * @param fileSize the length of a file in bytes
 * @param files how many files a message may have
 */
record RoomLimits(int message, long frame, int subscriptions, long edit, int reactions, int ownReactions, int pins,
		long fileSize, int files) {

	static RoomLimits of(LimitsProperties limits, EditProperties edits, FileProperties files) {
		return new RoomLimits(limits.messageCodePoints(), limits.frame().toBytes(), limits.subscriptions(),
				edits.window().toSeconds(), EventLog.MAX_EMOJIS, EventLog.MAX_OWN_REACTIONS, EventLog.MAX_PINS,
				files.maxSize().toBytes(), SentFile.MAX_FILES);
	}

}
