package chat.foyer.message;

/**
 * The event that a draft has become.
 *
 * @param event the event
 * @param isNew whether it was stored just now; otherwise the draft was a repeat
 */
record Stored(Event event, boolean isNew) {
}
