package chat.foyer.store;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema can be distributed by room: in each table with rows of a room, the room
 * comes first in the primary key and in all that is unique.
 */
@EachDatabase
class KeysByRoomTests {

	private static final String SQLITE = """
			select tables.name as "table", keys.name as "key", columns.name as "first"
			from sqlite_schema as tables, pragma_index_list(tables.name) as keys, pragma_index_info(keys.name) as columns
			where tables.type = 'table' and keys."unique" and columns.seqno = 0
			and exists (select 1 from pragma_table_info(tables.name) where name = 'room')""";

	private static final String POSTGRESQL = """
			select tables.relname as "table", keys.relname as "key", columns.attname as "first"
			from pg_index join pg_class as tables on tables.oid = indrelid join pg_class as keys on keys.oid = indexrelid
			join pg_attribute as columns on columns.attrelid = indrelid and columns.attnum = indkey[0]
			where indisunique and tables.relnamespace = current_schema()::regnamespace and exists (
				select 1 from pg_attribute where attrelid = indrelid and attname = 'room' and not attisdropped)""";

	@RegisterExtension
	static final TestStore store = new TestStore();

	@Test
	void everyKeyOfRoomBeginsWithRoom() {
		assertThat(keys()).extracting(Key::table).contains("room", "seat", "event", "connection_of");
		assertThat(keys()).allSatisfy((key) -> assertThat(key.first()).as(key.key()).isEqualTo("room"));
	}

	@Test
	void findsOtherKeys() {
		store.jdbc().sql("create table note (id text not null primary key, room text not null)").update();
		store.jdbc().sql("create unique index note_once on note (id, room)").update();
		assertThat(keys()).filteredOn((key) -> key.table().equals("note"))
			.extracting(Key::first)
			.containsExactly("id", "id");
		store.jdbc().sql("drop table note").update();
	}

	private static List<Key> keys() {
		String query = (store.kind() == DatabaseKind.SQLITE) ? SQLITE : POSTGRESQL;
		return store.jdbc().sql(query).query(Key.class).list();
	}

	private record Key(String table, String key, String first) {
	}

}
