package dev.countersign.worm;

/** Conditions on an entry {@code a} by an {@link EntrySource} {@code source}: those of its indexes, word for word, or these are not walked. */
final class SourceSql {

    private static final String TEXT = "substring(encode(a.entry, 'escape') FROM ";

    static final String CAME_FROM = "<if test='source.kindCode() == \"address\"'> AND " + TEXT
            + "'\"significance\":\"[a-z]+\",\"source\":\\{\"address\":\"([^\"]*)\"') = #{source.value}</if>"
            + "<if test='source.kindCode() == \"device\"'> AND " + TEXT
            + "'\"device\":\"([^\"]*)\",\"integration\":[^,]+,\"session\":[^,]+\\},\"subject\":') = #{source.value}</if>"
            + "<if test='source.kindCode() == \"session\"'> AND " + TEXT
            + "'\"session\":\"([^\"]*)\"\\},\"subject\":') = #{source.value}</if>"
            + "<if test='source.kindCode() == \"integration\"'><bind name='member' value='source.member()'/> AND a.actor_id = #{source.value}"
            + " AND position(convert_to(#{member}, 'UTF8') IN a.entry) &gt; 0</if>";

    private SourceSql() {}
}
