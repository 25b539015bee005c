package chat.foyer.file;

import java.util.List;

/**
 * The rows of files were removed, perhaps in a transaction that is not committed yet.
 *
 * @param ids the ids of the files
 */
record FilesRemoved(List<String> ids) {

	FilesRemoved {
		ids = List.copyOf(ids);
	}

}
