<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message>
        <source>&amp;New window</source>
        <translation>&amp;Neues Fenster</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>Neu &amp;laden</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Packets as a capture…</source>
        <translation>&amp;Pakete als Mitschnitt…</translation>
    </message>
    <message>
        <source>Packet &amp;list…</source>
        <translation>Paket&amp;liste…</translation>
    </message>
    <message>
        <source>&amp;Flows…</source>
        <translation>&amp;Flüsse…</translation>
    </message>
    <message>
        <source>&amp;DNS transactions…</source>
        <translation>&amp;DNS-Transaktionen…</translation>
    </message>
    <message>
        <source>Table of &amp;emails…</source>
        <translation>&amp;Tabelle der Mails…</translation>
    </message>
    <message>
        <source>Save &amp;bytes…</source>
        <translation>&amp;Bytes speichern…</translation>
    </message>
    <message>
        <source>Fields of th&amp;is packet…</source>
        <translation>Felder dieses Pa&amp;kets…</translation>
    </message>
    <message>
        <source>Fields of &amp;all displayed packets…</source>
        <translation>Felder aller &amp;angezeigten Pakete…</translation>
    </message>
    <message>
        <source>&amp;Add comment…</source>
        <translation>Kommentar &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Stop rea&amp;ding</source>
        <translation>Lesen &amp;anhalten</translation>
    </message>
    <message>
        <source>Sa&amp;ve capture…</source>
        <translation>&amp;Mitschnitt speichern…</translation>
    </message>
    <message>
        <source>&amp;Options…</source>
        <translation>&amp;Optionen…</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Restart</source>
        <translation>&amp;Neu starten</translation>
    </message>
    <message>
        <source>&amp;Follow the newest packet</source>
        <translation>Neuestem Paket &amp;folgen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Copy &amp;line</source>
        <translation>&amp;Zeile kopieren</translation>
    </message>
    <message>
        <source>&amp;Next packet</source>
        <translation>&amp;Nächstes Paket</translation>
    </message>
    <message>
        <source>&amp;Previous packet</source>
        <translation>&amp;Vorheriges Paket</translation>
    </message>
    <message>
        <source>N&amp;ext packet in flow</source>
        <translation>Nä&amp;chstes Paket im Fluss</translation>
    </message>
    <message>
        <source>P&amp;revious packet in flow</source>
        <translation>V&amp;orheriges Paket im Fluss</translation>
    </message>
    <message>
        <source>&amp;First packet</source>
        <translation>&amp;Erstes Paket</translation>
    </message>
    <message>
        <source>&amp;Last packet</source>
        <translation>&amp;Letztes Paket</translation>
    </message>
    <message>
        <source>&amp;Go to packet…</source>
        <translation>&amp;Gehe zu Paket…</translation>
    </message>
    <message>
        <source>&amp;Follow flow of this packet</source>
        <translation>Fluss dieses &amp;Pakets verfolgen</translation>
    </message>
    <message>
        <source>Follow &amp;stream in a window…</source>
        <translation>&amp;Datenstrom im Fenster verfolgen…</translation>
    </message>
    <message>
        <source>Show &amp;all packets</source>
        <translation>&amp;Alle Pakete zeigen</translation>
    </message>
    <message>
        <source>Show this packet in the tab of its &amp;protocol</source>
        <translation>Paket im &amp;Reiter seines Protokolls zeigen</translation>
    </message>
    <message>
        <source>&amp;Find packet…</source>
        <translation>Paket &amp;suchen…</translation>
    </message>
    <message>
        <source>Find n&amp;ext</source>
        <translation>&amp;Weitersuchen</translation>
    </message>
    <message>
        <source>Find pre&amp;vious</source>
        <translation>&amp;Rückwärts suchen</translation>
    </message>
    <message>
        <source>&amp;Mark or unmark packet</source>
        <translation>&amp;Markierung umschalten</translation>
    </message>
    <message>
        <source>Next m&amp;ark</source>
        <translation>Nä&amp;chste Markierung</translation>
    </message>
    <message>
        <source>Previous ma&amp;rk</source>
        <translation>&amp;Vorherige Markierung</translation>
    </message>
    <message>
        <source>&amp;Unmark all</source>
        <translation>&amp;Alle Markierungen aufheben</translation>
    </message>
    <message>
        <source>Set or unset &amp;time reference</source>
        <translation>Zei&amp;treferenz umschalten</translation>
    </message>
    <message>
        <source>Display f&amp;ilter</source>
        <translation>Anzeige&amp;filter</translation>
    </message>
    <message>
        <source>&amp;Packets</source>
        <translation>&amp;Pakete</translation>
    </message>
    <message>
        <source>&amp;Flows</source>
        <translation>&amp;Flüsse</translation>
    </message>
    <message>
        <source>&amp;DNS</source>
        <translation>&amp;DNS</translation>
    </message>
    <message>
        <source>&amp;Mail</source>
        <translation>&amp;Mail</translation>
    </message>
    <message>
        <source>&amp;Statistics</source>
        <translation>&amp;Statistik</translation>
    </message>
    <message>
        <source>Col&amp;umns…</source>
        <translation>Spa&amp;lten…</translation>
    </message>
    <message>
        <source>Apply as Colu&amp;mn</source>
        <translation>Als &amp;Spalte anwenden</translation>
    </message>
    <message>
        <source>Colorize pac&amp;ket list</source>
        <translation>Paketliste &amp;einfärben</translation>
    </message>
    <message>
        <source>Colorin&amp;g rules…</source>
        <translation>Farb&amp;regeln…</translation>
    </message>
    <message>
        <source>Ask &amp;tshark about unknown protocols</source>
        <translation>&amp;tshark zu unbekannten Protokollen befragen</translation>
    </message>
    <message>
        <source>E&amp;xpand all fields</source>
        <translation>Alle Felder a&amp;ufklappen</translation>
    </message>
    <message>
        <source>&amp;Collapse all fields</source>
        <translation>Alle Felder &amp;zuklappen</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>Ver&amp;größern</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Ver&amp;kleinern</translation>
    </message>
    <message>
        <source>Normal si&amp;ze</source>
        <translation>&amp;Normale Größe</translation>
    </message>
    <message>
        <source>Full scr&amp;een</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Fit colum&amp;ns to content</source>
        <translation>Spalten an &amp;Inhalt anpassen</translation>
    </message>
    <message>
        <source>&amp;Reset panes</source>
        <translation>&amp;Bereiche zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>&amp;Tastenkürzel…</translation>
    </message>
    <message>
        <source>&amp;About pilotfish</source>
        <translation>Ü&amp;ber pilotfish</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Source port</source>
        <translation>Quellport</translation>
    </message>
    <message>
        <source>Destination port</source>
        <translation>Zielport</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
</context>
<context>
    <name>AttachmentList</name>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>Saved with a name that is safe; opened only after a warning</source>
        <translation>Wird unter einem sicheren Namen gespeichert und erst nach einer Warnung geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>Save &amp;all…</source>
        <translation>&amp;Alle speichern…</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Only documents, and only after a warning</source>
        <translation>Nur Dokumente, und erst nach einer Warnung</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>and {0:,} more; “Save all…” writes them too</source>
        <translation>und {0:,} weitere; „Alle speichern…“ schreibt auch sie</translation>
    </message>
</context>
<context>
    <name>BytesPane</name>
    <message>
        <source>{0} ({1:,} bytes)</source>
        <translation>{0} ({1:,} Bytes)</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Frame</translation>
    </message>
    <message>
        <source>Reassembled datagram</source>
        <translation>Zusammengesetztes Datagramm</translation>
    </message>
    <message>
        <source>Reassembled</source>
        <translation>Zusammengesetzt</translation>
    </message>
    <message>
        <source>Decoded</source>
        <translation>Dekodiert</translation>
    </message>
    <message>
        <source>Further bytes</source>
        <translation>Weitere Bytes</translation>
    </message>
</context>
<context>
    <name>CaptureDialog</name>
    <message>
        <source>Capture options</source>
        <translation>Mitschnitt-Optionen</translation>
    </message>
    <message>
        <source>&amp;Promiscuous: also frames for other machines</source>
        <translation>&amp;Promiscuous: auch Frames für andere Rechner</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source> bytes of each packet</source>
        <translation> Bytes von jedem Paket</translation>
    </message>
    <message>
        <source> MiB for each interface</source>
        <translation> MiB je Schnittstelle</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source> seconds</source>
        <translation> Sekunden</translation>
    </message>
    <message>
        <source> files</source>
        <translation> Dateien</translation>
    </message>
    <message>
        <source> packets</source>
        <translation> Pakete</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Keep in:</source>
        <translation>&amp;Ablegen in:</translation>
    </message>
    <message>
        <source>New file after:</source>
        <translation>Neue Datei nach:</translation>
    </message>
    <message>
        <source>or after:</source>
        <translation>oder nach:</translation>
    </message>
    <message>
        <source>Keep the last:</source>
        <translation>Die letzten behalten:</translation>
    </message>
    <message>
        <source>End by itself after</source>
        <translation>Von selbst enden nach</translation>
    </message>
    <message>
        <source>Packets:</source>
        <translation>Pakete:</translation>
    </message>
    <message>
        <source>Time:</source>
        <translation>Zeit:</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>Größe:</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>Keep:</source>
        <translation>Behalten:</translation>
    </message>
    <message>
        <source>Buffer:</source>
        <translation>Puffer:</translation>
    </message>
    <message>
        <source>Captured by:</source>
        <translation>Mitgeschnitten von:</translation>
    </message>
    <message>
        <source>asked for at the end</source>
        <translation>wird am Ende erfragt</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Keep the capture in</source>
        <translation>Mitschnitt ablegen in</translation>
    </message>
    <message>
        <source>Captures ({0})</source>
        <translation>Mitschnitte ({0})</translation>
    </message>
</context>
<context>
    <name>CaptureFilter</name>
    <message>
        <source>Capture filter</source>
        <translation>Mitschnittfilter</translation>
    </message>
    <message>
        <source>Capture filter, such as port 53</source>
        <translation>Filter, zum Beispiel port 53</translation>
    </message>
    <message>
        <source>In libpcap&apos;s language (man pcap-filter); what it rejects is never seen</source>
        <translation>In der Sprache von libpcap (man pcap-filter); was er verwirft, wird nie gesehen</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Examples of capture filters</source>
        <translation>Beispiele für Mitschnittfilter</translation>
    </message>
    <message>
        <source>Lookups</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Lookups and mail in clear text</source>
        <translation>Abfragen und Mail im Klartext</translation>
    </message>
    <message>
        <source>One machine</source>
        <translation>Ein Rechner</translation>
    </message>
    <message>
        <source>A network</source>
        <translation>Ein Netz</translation>
    </message>
    <message>
        <source>All but one&apos;s own SSH</source>
        <translation>Alles außer dem eigenen SSH</translation>
    </message>
    <message>
        <source>it is too long</source>
        <translation>er ist zu lang</translation>
    </message>
</context>
<context>
    <name>CapturePanel</name>
    <message>
        <source>&amp;Start capturing</source>
        <translation>Mitschnitt &amp;starten</translation>
    </message>
    <message>
        <source>O&amp;ptions…</source>
        <translation>O&amp;ptionen…</translation>
    </message>
    <message>
        <source>Capture what servers say now</source>
        <translation>Mitschneiden, was Server gerade sagen</translation>
    </message>
</context>
<context>
    <name>Chart</name>
    <message>
        <source>mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>other</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation>Als &amp;PNG speichern…</translation>
    </message>
    <message>
        <source>Save as &amp;SVG…</source>
        <translation>Als &amp;SVG speichern…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Picture of {0}</source>
        <translation>Bild von „{0}“</translation>
    </message>
    <message>
        <source>Copy or save this picture</source>
        <translation>Dieses Bild kopieren oder speichern</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}</source>
        <translation>{0} kann nicht geschrieben werden: {1}</translation>
    </message>
</context>
<context>
    <name>ColorControl</name>
    <message>
        <source>A colouring rule can&apos;t be applied: {0}</source>
        <translation>Eine Farbregel kann nicht angewendet werden: {0}</translation>
    </message>
</context>
<context>
    <name>ColorDialog</name>
    <message>
        <source>Coloring rules</source>
        <translation>Farbregeln</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Color</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>The first rule that fits colours a packet.</source>
        <translation>Die erste passende Regel färbt ein Paket.</translation>
    </message>
    <message>
        <source>Coloring rules, of which the first that fits counts</source>
        <translation>Farbregeln, von denen die erste passende gilt</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>Gelb</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>Rot</translation>
    </message>
</context>
<context>
    <name>ColumnControl</name>
    <message>
        <source>&amp;Resize to Contents</source>
        <translation>An &amp;Inhalt anpassen</translation>
    </message>
    <message>
        <source>&amp;Edit Column…</source>
        <translation>Spalte &amp;bearbeiten…</translation>
    </message>
    <message>
        <source>Remo&amp;ve this Column</source>
        <translation>Diese Spalte &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Add Column</source>
        <translation>Spalte &amp;hinzufügen</translation>
    </message>
    <message>
        <source>Column &amp;Preferences…</source>
        <translation>Spalten &amp;einstellen…</translation>
    </message>
    <message>
        <source>Align &amp;Left</source>
        <translation>&amp;Linksbündig</translation>
    </message>
    <message>
        <source>Align &amp;Center</source>
        <translation>&amp;Zentriert</translation>
    </message>
    <message>
        <source>Align R&amp;ight</source>
        <translation>&amp;Rechtsbündig</translation>
    </message>
</context>
<context>
    <name>ColumnDialog</name>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Field, expression or filter</source>
        <translation>Feld, Ausdruck oder Filter</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>A field shows its values, a filter a tick for each packet that it keeps.</source>
        <translation>Ein Feld zeigt seine Werte, ein Filter ein Häkchen bei jedem Paket, das er durchlässt.</translation>
    </message>
    <message>
        <source>Columns of the packet list, from left to right</source>
        <translation>Spalten der Paketliste, von links nach rechts</translation>
    </message>
    <message>
        <source>New column</source>
        <translation>Neue Spalte</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Center</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>there is such a column already</source>
        <translation>diese Spalte gibt es schon</translation>
    </message>
</context>
<context>
    <name>CommentControl</name>
    <message>
        <source>Packet &amp;comments</source>
        <translation>Paket&amp;kommentare</translation>
    </message>
    <message>
        <source>Add a comment</source>
        <translation>Kommentar hinzufügen</translation>
    </message>
    <message>
        <source>Edit the comment</source>
        <translation>Kommentar bearbeiten</translation>
    </message>
    <message>
        <source>Edit “{0}”…</source>
        <translation>„{0}“ bearbeiten…</translation>
    </message>
    <message>
        <source>Delete “{0}”</source>
        <translation>„{0}“ löschen</translation>
    </message>
    <message>
        <source>Delete all comments of this packet</source>
        <translation>Alle Kommentare dieses Pakets löschen</translation>
    </message>
    <message>
        <source>Comment of packet {0}:</source>
        <translation>Kommentar zu Paket {0}:</translation>
    </message>
</context>
<context>
    <name>CompanionControl</name>
    <message>
        <source>Asking tshark about packet {0}…</source>
        <translation>tshark wird zu Paket {0} befragt…</translation>
    </message>
    <message>
        <source>{0} knows no more of packet {1}</source>
        <translation>{0} weiß nicht mehr über Paket {1}</translation>
    </message>
</context>
<context>
    <name>Dialogue</name>
    <message>
        <source>Dialogue of client and server</source>
        <translation>Dialog von Client und Server</translation>
    </message>
    <message>
        <source>Choose a mail flow to read what client and server said.</source>
        <translation>Ein Mail-Fluss, der gewählt wird, zeigt hier, was Client und Server gesagt haben.</translation>
    </message>
    <message>
        <source>Click a line to go to its packet</source>
        <translation>Ein Klick auf eine Zeile führt zu ihrem Paket</translation>
    </message>
</context>
<context>
    <name>DnsPage</name>
    <message>
        <source>Filter: part of a name or an address, a type, a response code</source>
        <translation>Filter: Teil eines Namens oder einer Adresse, ein Typ, ein Antwortcode</translation>
    </message>
    <message>
        <source>Several words must all apply, for example: mail aaaa nxdomain</source>
        <translation>Mehrere Wörter müssen alle zutreffen, zum Beispiel: mail aaaa nxdomain</translation>
    </message>
    <message>
        <source>Which states are listed</source>
        <translation>Welcher Status aufgelistet wird</translation>
    </message>
    <message>
        <source>Which types are listed</source>
        <translation>Welche Typen aufgelistet werden</translation>
    </message>
    <message>
        <source>DNS transactions</source>
        <translation>DNS-Transaktionen</translation>
    </message>
    <message>
        <source>All types</source>
        <translation>Alle Typen</translation>
    </message>
    <message>
        <source>no question</source>
        <translation>ohne Frage</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Jeder Status</translation>
    </message>
    <message>
        <source>1 transaction</source>
        <translation>1 Transaktion</translation>
    </message>
    <message>
        <source>{0:,} transactions</source>
        <translation>{0:,} Transaktionen</translation>
    </message>
</context>
<context>
    <name>DnsTab</name>
    <message>
        <source>The DNS messages are paired when all packets are read.</source>
        <translation>Die DNS-Nachrichten werden einander zugeordnet, sobald alle Pakete gelesen sind.</translation>
    </message>
    <message>
        <source>This capture has no DNS messages.</source>
        <translation>Dieser Mitschnitt enthält keine DNS-Nachrichten.</translation>
    </message>
    <message>
        <source>Pairing DNS messages…</source>
        <translation>DNS-Nachrichten werden einander zugeordnet…</translation>
    </message>
    <message>
        <source>The DNS messages could not be paired.</source>
        <translation>Die DNS-Nachrichten konnten einander nicht zugeordnet werden.</translation>
    </message>
    <message>
        <source>could not be worked out</source>
        <translation>konnte nicht ermittelt werden</translation>
    </message>
</context>
<context>
    <name>Escaped</name>
    <message>
        <source>packet {0:,}</source>
        <translation>Paket {0:,}</translation>
    </message>
    <message>
        <source>packets {0:,} to {1:,}</source>
        <translation>Pakete {0:,} bis {1:,}</translation>
    </message>
</context>
<context>
    <name>ExportControl</name>
    <message>
        <source>Save {0:,} bytes</source>
        <translation>{0:,} Bytes speichern</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON-Zeilen</translation>
    </message>
    <message>
        <source>PDML</source>
        <translation>PDML</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export emails</source>
        <translation>Mails exportieren</translation>
    </message>
    <message>
        <source>Write their &amp;attachments as files too</source>
        <translation>Auch ihre An&amp;hänge als Dateien schreiben</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>The emails are written as they were transferred, with a list of all files (manifest.jsonl). Names are made safe; nothing in the folder is overwritten.</source>
        <translation>Die Mails werden so geschrieben, wie sie übertragen wurden, dazu eine Liste aller Dateien (manifest.jsonl). Namen werden unschädlich gemacht; nichts im Ordner wird überschrieben.</translation>
    </message>
    <message>
        <source>Which:</source>
        <translation>Welche:</translation>
    </message>
    <message>
        <source>Form:</source>
        <translation>Form:</translation>
    </message>
    <message>
        <source>&amp;Folder:</source>
        <translation>&amp;Ordner:</translation>
    </message>
    <message>
        <source>&amp;All emails ({0:,})</source>
        <translation>&amp;Alle Mails ({0:,})</translation>
    </message>
    <message>
        <source>Those &amp;listed ({0:,})</source>
        <translation>Die auf&amp;gelisteten ({0:,})</translation>
    </message>
    <message>
        <source>Those &amp;selected ({0:,})</source>
        <translation>Die aus&amp;gewählten ({0:,})</translation>
    </message>
    <message>
        <source>A file each (.&amp;eml), which mail programs open</source>
        <translation>Je eine Datei (.em&amp;l), die Mailprogramme öffnen</translation>
    </message>
    <message>
        <source>One file for all (&amp;mbox), for mail programs and scripts</source>
        <translation>Eine Datei für alle (&amp;mbox), für Mailprogramme und Skripte</translation>
    </message>
    <message>
        <source>A Mail&amp;dir, the folder of many mail servers</source>
        <translation>Ein Maild&amp;ir, der Ordner vieler Mailserver</translation>
    </message>
    <message>
        <source>Export emails into</source>
        <translation>Mails exportieren nach</translation>
    </message>
</context>
<context>
    <name>FieldLink</name>
    <message>
        <source>no field</source>
        <translation>kein Feld</translation>
    </message>
    <message>
        <source>Byte {0} (0x{0:x}) · {1}</source>
        <translation>Byte {0} (0x{0:x}) · {1}</translation>
    </message>
</context>
<context>
    <name>FieldPane</name>
    <message>
        <source>What is this?</source>
        <translation>Was ist das?</translation>
    </message>
</context>
<context>
    <name>FieldTree</name>
    <message>
        <source>Fields of the packet</source>
        <translation>Felder des Pakets</translation>
    </message>
</context>
<context>
    <name>FileChoice</name>
    <message>
        <source>Open a capture</source>
        <translation>Mitschnitt öffnen</translation>
    </message>
    <message>
        <source>Captures ({0});;All files (*)</source>
        <translation>Mitschnitte ({0});;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{0:,} of {1:,}</source>
        <translation>{0:,} von {1:,}</translation>
    </message>
</context>
<context>
    <name>FilterEdit</name>
    <message>
        <source>Display filter</source>
        <translation>Anzeigefilter</translation>
    </message>
    <message>
        <source>Display filter, such as dns.qry.name contains &quot;mail&quot; … (Ctrl+/)</source>
        <translation>Anzeigefilter, zum Beispiel dns.qry.name contains &quot;mail&quot; … (Strg+/)</translation>
    </message>
</context>
<context>
    <name>FilterLine</name>
    <message>
        <source>Saved filters</source>
        <translation>Gespeicherte Filter</translation>
    </message>
    <message>
        <source>Apply this filter (Enter)</source>
        <translation>Diesen Filter anwenden (Eingabetaste)</translation>
    </message>
    <message>
        <source>Clear the filter (Esc)</source>
        <translation>Filter löschen (Esc)</translation>
    </message>
    <message>
        <source>Filters that were applied before</source>
        <translation>Früher angewendete Filter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Filtering…</source>
        <translation>Wird gefiltert…</translation>
    </message>
    <message>
        <source>Column {0}: {1}</source>
        <translation>Spalte {0}: {1}</translation>
    </message>
    <message>
        <source>&amp;Save this filter…</source>
        <translation>Diesen Filter &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
</context>
<context>
    <name>FilterMenus</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Value</source>
        <translation>&amp;Wert</translation>
    </message>
    <message>
        <source>As &amp;Filter</source>
        <translation>Als &amp;Filter</translation>
    </message>
    <message>
        <source>&amp;Line</source>
        <translation>&amp;Zeile</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>&amp;Beschreibung</translation>
    </message>
    <message>
        <source>Field &amp;Name</source>
        <translation>Feld&amp;name</translation>
    </message>
    <message>
        <source>DNS Question as a &amp;dig Command</source>
        <translation>DNS-Frage als &amp;dig-Befehl</translation>
    </message>
    <message>
        <source>Bytes as Hex &amp;Dump</source>
        <translation>Bytes als Hex-D&amp;ump</translation>
    </message>
    <message>
        <source>Bytes as a &amp;Hex Stream</source>
        <translation>Bytes als &amp;Hex-Folge</translation>
    </message>
    <message>
        <source>Bytes as Printable &amp;Text</source>
        <translation>Bytes als druckbarer &amp;Text</translation>
    </message>
    <message>
        <source>Bytes as &amp;C Array</source>
        <translation>Bytes als &amp;C-Array</translation>
    </message>
    <message>
        <source>Bytes as &amp;Escaped String</source>
        <translation>Bytes als Zeichenkette mit &amp;Escapes</translation>
    </message>
    <message>
        <source>Bytes as &amp;Base64</source>
        <translation>Bytes als Ba&amp;se64</translation>
    </message>
    <message>
        <source>&amp;Apply as Filter</source>
        <translation>Als Filter &amp;anwenden</translation>
    </message>
    <message>
        <source>&amp;Prepare as Filter</source>
        <translation>Als Filter &amp;vorbereiten</translation>
    </message>
    <message>
        <source>&amp;Selected</source>
        <translation>&amp;Ausgewählt</translation>
    </message>
    <message>
        <source>&amp;Not Selected</source>
        <translation>&amp;Nicht ausgewählt</translation>
    </message>
    <message>
        <source>…&amp;and Selected</source>
        <translation>…&amp;und ausgewählt</translation>
    </message>
    <message>
        <source>…&amp;or Selected</source>
        <translation>…&amp;oder ausgewählt</translation>
    </message>
    <message>
        <source>…a&amp;nd not Selected</source>
        <translation>…und ni&amp;cht ausgewählt</translation>
    </message>
    <message>
        <source>…o&amp;r not Selected</source>
        <translation>…ode&amp;r nicht ausgewählt</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Case sensitive</source>
        <translation>Groß-/Kleinschreibung</translation>
    </message>
    <message>
        <source>Where it is looked for</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <source>Packet list</source>
        <translation>Paketliste</translation>
    </message>
    <message>
        <source>Packet details</source>
        <translation>Paketdetails</translation>
    </message>
    <message>
        <source>Packet bytes</source>
        <translation>Paketbytes</translation>
    </message>
    <message>
        <source>What is looked for</source>
        <translation>Was gesucht wird</translation>
    </message>
    <message>
        <source>String</source>
        <translation>Zeichenkette</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>Hex value</source>
        <translation>Hexwert</translation>
    </message>
    <message>
        <source>Display filter</source>
        <translation>Anzeigefilter</translation>
    </message>
    <message>
        <source>Find next (Ctrl+N, Enter)</source>
        <translation>Weitersuchen (Strg+N, Eingabetaste)</translation>
    </message>
    <message>
        <source>Find previous (Ctrl+B, Shift+Enter)</source>
        <translation>Rückwärts suchen (Strg+B, Umschalt+Eingabetaste)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Find a packet</source>
        <translation>Paket suchen</translation>
    </message>
</context>
<context>
    <name>FindControl</name>
    <message>
        <source>{0} % looked at</source>
        <translation>{0} % durchsucht</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Nicht gefunden</translation>
    </message>
    <message>
        <source>Found around the end</source>
        <translation>Über das Ende hinweg gefunden</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>bytes are written as 0d0a or 0d:0a</source>
        <translation>Bytes werden als 0d0a oder 0d:0a geschrieben</translation>
    </message>
    <message>
        <source>the regular expression can&apos;t be read: {0}</source>
        <translation>der reguläre Ausdruck ist nicht lesbar: {0}</translation>
    </message>
    <message>
        <source>the regular expression takes too long</source>
        <translation>der reguläre Ausdruck braucht zu lange</translation>
    </message>
</context>
<context>
    <name>FlowDetail</name>
    <message>
        <source>The chosen flow</source>
        <translation>Der gewählte Fluss</translation>
    </message>
    <message>
        <source>Choose a flow to read its figures. Enter leads to its packets.</source>
        <translation>Hier stehen die Zahlen des gewählten Flusses. Die Eingabetaste führt zu seinen Paketen.</translation>
    </message>
    <message>
        <source>Show its &amp;packets</source>
        <translation>Seine &amp;Pakete zeigen</translation>
    </message>
    <message>
        <source>Follow &amp;stream…</source>
        <translation>&amp;Datenstrom verfolgen…</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>{0}, for {1}</source>
        <translation>{0}, Dauer {1}</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>{0:,} packets, {1} ({2:,} bytes)</source>
        <translation>{0:,} Pakete, {1} ({2:,} Bytes)</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>{0:,} retransmissions, {1:,} out of order, {2:,} bytes missing</source>
        <translation>{0:,} Wiederholungen, {1:,} außer der Reihe, {2:,} Bytes fehlen</translation>
    </message>
    <message>
        <source>Encrypted</source>
        <translation>Verschlüsselt</translation>
    </message>
    <message>
        <source>yes, TLS</source>
        <translation>ja, TLS</translation>
    </message>
    <message>
        <source>no TLS was seen</source>
        <translation>kein TLS gesehen</translation>
    </message>
    <message>
        <source>Community ID</source>
        <translation>Community ID</translation>
    </message>
    <message>
        <source>open: its end was not captured</source>
        <translation>open: sein Ende wurde nicht mitgeschnitten</translation>
    </message>
    <message>
        <source>closed: both sides ended it</source>
        <translation>closed: beide Seiten haben ihn beendet</translation>
    </message>
    <message>
        <source>reset: one side broke it off</source>
        <translation>reset: eine Seite hat ihn abgebrochen</translation>
    </message>
    <message>
        <source>half-open: the server answered, but the client did not go on</source>
        <translation>half-open: der Server antwortete, aber der Client machte nicht weiter</translation>
    </message>
    <message>
        <source>syn-only: nobody answered</source>
        <translation>syn-only: niemand antwortete</translation>
    </message>
    <message>
        <source>midstream: its begin was not captured</source>
        <translation>midstream: sein Anfang wurde nicht mitgeschnitten</translation>
    </message>
</context>
<context>
    <name>FlowLink</name>
    <message>
        <source>Only packets of flow {0}: {1}</source>
        <translation>Nur Pakete von Fluss {0}: {1}</translation>
    </message>
    <message>
        <source>Show all packets</source>
        <translation>Alle Pakete zeigen</translation>
    </message>
    <message>
        <source>There is more: `pilotfish follow FILE {0}` prints all.</source>
        <translation>Es gibt mehr: `pilotfish follow DATEI {0}` gibt alles aus.</translation>
    </message>
</context>
<context>
    <name>FlowList</name>
    <message>
        <source>Flows</source>
        <translation>Flüsse</translation>
    </message>
    <message>
        <source>Which flows are listed</source>
        <translation>Welche Flüsse aufgelistet werden</translation>
    </message>
    <message>
        <source>Choose a flow to see only its packets</source>
        <translation>Einen Fluss wählen, um nur seine Pakete zu sehen</translation>
    </message>
    <message>
        <source>All flows</source>
        <translation>Alle Flüsse</translation>
    </message>
    <message>
        <source>Mail ({0:,})</source>
        <translation>Mail ({0:,})</translation>
    </message>
</context>
<context>
    <name>FlowPage</name>
    <message>
        <source>Filter: part of an address, a port, a service, a state</source>
        <translation>Filter: Teil einer Adresse, ein Port, ein Dienst, ein Status</translation>
    </message>
    <message>
        <source>Several words must all apply, for example: 10.0 25 closed</source>
        <translation>Mehrere Wörter müssen alle zutreffen, zum Beispiel: 10.0 25 closed</translation>
    </message>
    <message>
        <source>Which services are listed</source>
        <translation>Welche Dienste aufgelistet werden</translation>
    </message>
    <message>
        <source>Which states are listed</source>
        <translation>Welcher Status aufgelistet wird</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>Alle Dienste</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Jeder Status</translation>
    </message>
    <message>
        <source>1 flow</source>
        <translation>1 Fluss</translation>
    </message>
    <message>
        <source>{0:,} flows</source>
        <translation>{0:,} Flüsse</translation>
    </message>
</context>
<context>
    <name>FlowRows</name>
    <message>
        <source>Flows</source>
        <translation>Flüsse</translation>
    </message>
</context>
<context>
    <name>FlowRowsModel</name>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Its number, as in the command `flows`</source>
        <translation>Seine Nummer, wie im Befehl `flows`</translation>
    </message>
    <message>
        <source>What is spoken; without a known one, TCP or UDP</source>
        <translation>Was gesprochen wird; ist es unbekannt, TCP oder UDP</translation>
    </message>
    <message>
        <source>Who opened it</source>
        <translation>Wer ihn eröffnet hat</translation>
    </message>
    <message>
        <source>Who was asked</source>
        <translation>Wer gefragt wurde</translation>
    </message>
    <message>
        <source>Seconds since the capture began</source>
        <translation>Sekunden seit Beginn des Mitschnitts</translation>
    </message>
    <message>
        <source>From its first to its last packet</source>
        <translation>Vom ersten bis zum letzten Paket</translation>
    </message>
    <message>
        <source>Of the client + of the server</source>
        <translation>Vom Client + vom Server</translation>
    </message>
    <message>
        <source>Bytes of the client&apos;s frames; the bar is as long as its share of the most of any flow</source>
        <translation>Bytes der Frames des Clients; der Balken ist so lang wie ihr Anteil am größten Wert aller Flüsse</translation>
    </message>
    <message>
        <source>Bytes of the server&apos;s frames; the bar is as long as its share of the most of any flow</source>
        <translation>Bytes der Frames des Servers; der Balken ist so lang wie ihr Anteil am größten Wert aller Flüsse</translation>
    </message>
    <message>
        <source>How the connection began and ended, as far as it was captured</source>
        <translation>Wie die Verbindung begann und endete, soweit sie mitgeschnitten wurde</translation>
    </message>
    <message>
        <source>Its bytes, from the begin of the capture at the left to its end at the right; the highest column of each flow is as high as the line</source>
        <translation>Seine Bytes, vom Beginn des Mitschnitts links bis zu dessen Ende rechts; die höchste Säule jedes Flusses ist so hoch wie die Zeile</translation>
    </message>
</context>
<context>
    <name>FlowsModel</name>
    <message>
        <source>Flow</source>
        <translation>Fluss</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>FlowsTab</name>
    <message>
        <source>The flows are listed here when all packets are read.</source>
        <translation>Hier stehen die Flüsse, sobald alle Pakete gelesen sind.</translation>
    </message>
    <message>
        <source>The flows could not be listed.</source>
        <translation>Die Flüsse konnten nicht aufgelistet werden.</translation>
    </message>
    <message>
        <source>This capture has no flows: nothing in it is TCP or UDP.</source>
        <translation>Dieser Mitschnitt hat keine Flüsse: Nichts darin ist TCP oder UDP.</translation>
    </message>
</context>
<context>
    <name>FollowControl</name>
    <message>
        <source>Flow {0}: {1}</source>
        <translation>Fluss {0}: {1}</translation>
    </message>
</context>
<context>
    <name>FollowPage</name>
    <message>
        <source>What client and server said</source>
        <translation>Was Client und Server gesagt haben</translation>
    </message>
    <message>
        <source>Two clicks on a line, or Enter, lead to its packet</source>
        <translation>Ein Doppelklick auf eine Zeile oder die Eingabetaste führt zu ihrem Paket</translation>
    </message>
</context>
<context>
    <name>FollowWindow</name>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>First page (Ctrl+Home)</source>
        <translation>Erste Seite (Strg+Pos1)</translation>
    </message>
    <message>
        <source>Previous page (Page up at the top)</source>
        <translation>Vorherige Seite (Bild auf am Anfang)</translation>
    </message>
    <message>
        <source>Next page (Page down at the end)</source>
        <translation>Nächste Seite (Bild ab am Ende)</translation>
    </message>
    <message>
        <source>Last page (Ctrl+End)</source>
        <translation>Letzte Seite (Strg+Ende)</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialog</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Hex dump</source>
        <translation>Hex-Dump</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Rohdaten</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>Beide Seiten</translation>
    </message>
    <message>
        <source>Only the client (C)</source>
        <translation>Nur der Client (C)</translation>
    </message>
    <message>
        <source>Only the server (S)</source>
        <translation>Nur der Server (S)</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Which side is shown</source>
        <translation>Welche Seite gezeigt wird</translation>
    </message>
    <message>
        <source>Find a text, in any case of letters (Enter)</source>
        <translation>Text suchen, ohne Groß-/Kleinschreibung (Eingabetaste)</translation>
    </message>
    <message>
        <source>Text to be found</source>
        <translation>Gesuchter Text</translation>
    </message>
    <message>
        <source>Page {0:,} of {1:,}</source>
        <translation>Seite {0:,} von {1:,}</translation>
    </message>
</context>
<context>
    <name>Following</name>
    <message>
        <source>Reading the conversation…</source>
        <translation>Das Gespräch wird gelesen…</translation>
    </message>
    <message>
        <source>Reading the conversation: {0} so far…</source>
        <translation>Das Gespräch wird gelesen: bisher {0}…</translation>
    </message>
    <message>
        <source>Looking for “{0}”…</source>
        <translation>„{0}“ wird gesucht…</translation>
    </message>
    <message>
        <source>“{0}” does not occur.</source>
        <translation>„{0}“ kommt nicht vor.</translation>
    </message>
    <message>
        <source>Save the conversation</source>
        <translation>Gespräch speichern</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>This can&apos;t be saved: {0}</source>
        <translation>Das kann nicht gespeichert werden: {0}</translation>
    </message>
    <message>
        <source>[{0:,} bytes are missing in the capture]</source>
        <translation>[{0:,} Bytes fehlen im Mitschnitt]</translation>
    </message>
    <message>
        <source>── client, packet {0:,} ──</source>
        <translation>── Client, Paket {0:,} ──</translation>
    </message>
    <message>
        <source>── server, packet {0:,} ──</source>
        <translation>── Server, Paket {0:,} ──</translation>
    </message>
</context>
<context>
    <name>HelpControl</name>
    <message>
        <source>About pilotfish</source>
        <translation>Über pilotfish</translation>
    </message>
    <message>
        <source>&lt;h3&gt;pilotfish {0}&lt;/h3&gt;&lt;p&gt;Shows what DNS and mail servers said in a packet capture, and the mail itself.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 2 or later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;pilotfish {0}&lt;/h3&gt;&lt;p&gt;Zeigt, was DNS- und Mailserver in einem Mitschnitt gesagt haben, und die Mails selbst.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 2 oder später.&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>HexView</name>
    <message>
        <source>Bytes of the packet</source>
        <translation>Bytes des Pakets</translation>
    </message>
</context>
<context>
    <name>InterfaceList</name>
    <message>
        <source>Interfaces</source>
        <translation>Schnittstellen</translation>
    </message>
    <message>
        <source>Interface</source>
        <translation>Schnittstelle</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Packets/s</source>
        <translation>Pakete/s</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>all interfaces, also those that come later</source>
        <translation>alle, auch spätere</translation>
    </message>
    <message>
        <source>is down</source>
        <translation>ist abgeschaltet</translation>
    </message>
    <message>
        <source>has no carrier</source>
        <translation>hat keine Verbindung</translation>
    </message>
    <message>
        <source>{0} more</source>
        <translation>{0} weitere</translation>
    </message>
    <message>
        <source>None of them is promiscuous</source>
        <translation>Keine davon ist promiscuous</translation>
    </message>
    <message>
        <source>This machine with itself</source>
        <translation>Dieser Rechner mit sich selbst</translation>
    </message>
    <message>
        <source>Ethernet, or what acts so</source>
        <translation>Ethernet, oder was sich so verhält</translation>
    </message>
    <message>
        <source>Tunnel</source>
        <translation>Tunnel</translation>
    </message>
    <message>
        <source>Only dumpcap captures on this kind</source>
        <translation>Auf dieser Art kann nur dumpcap mitschneiden</translation>
    </message>
</context>
<context>
    <name>JourneyCards</name>
    <message>
        <source>{0:,} transfers of this mail</source>
        <translation>{0:,} Übertragungen dieser Mail</translation>
    </message>
    <message>
        <source>Only this transfer of the mail was found</source>
        <translation>Nur diese Übertragung der Mail wurde gefunden</translation>
    </message>
    <message>
        <source>{0:,} lookups that belong to it</source>
        <translation>{0:,} zugehörige Abfragen</translation>
    </message>
    <message>
        <source>no lookups that belong to it were found</source>
        <translation>keine zugehörigen Abfragen gefunden</translation>
    </message>
    <message>
        <source>{0:,} more in its Received fields</source>
        <translation>{0:,} weitere in ihren Received-Feldern</translation>
    </message>
    <message>
        <source>{0}.</source>
        <translation>{0}.</translation>
    </message>
    <message>
        <source>Lookup</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Why here</source>
        <translation>Warum hier</translation>
    </message>
    <message>
        <source>answered after {0}</source>
        <translation>beantwortet nach {0}</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Between</source>
        <translation>Zwischen</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>{0}, which then sent mail {1}, asked where mail of the recipient’s domain goes; it is the last such lookup before the mail</source>
        <translation>{0}, der danach Mail {1} sandte, fragte, wohin Mail der Empfängerdomain geht; es ist die letzte solche Abfrage vor der Mail</translation>
    </message>
    <message>
        <source>{0}, which then sent mail {1}, asked for a server that the MX records name; but it connected to another address</source>
        <translation>{0}, der danach Mail {1} sandte, fragte nach einem Server, den die MX-Records nennen, verband sich aber mit einer anderen Adresse</translation>
    </message>
    <message>
        <source>The answer has the address to which {0} then connected, for mail {1}</source>
        <translation>Die Antwort enthält die Adresse, mit der sich {0} danach für Mail {1} verband</translation>
    </message>
    <message>
        <source>It asks where mail of the recipient’s domain goes, before mail {1} was sent; but {0}, which asked, is another host than the one that sent</source>
        <translation>Sie fragt, wohin Mail der Empfängerdomain geht, bevor Mail {1} gesendet wurde; aber {0}, der fragte, ist ein anderer Rechner als der, der sandte</translation>
    </message>
    <message>
        <source>While mail {1} was transferred, its server {0} asked for the name of the client’s address</source>
        <translation>Während Mail {1} übertragen wurde, fragte ihr Server {0} nach dem Namen zur Adresse des Clients</translation>
    </message>
    <message>
        <source>While mail {1} was transferred, its server {0} asked for the address of the name that the client has or says</source>
        <translation>Während Mail {1} übertragen wurde, fragte ihr Server {0} nach der Adresse zu dem Namen, den der Client hat oder nennt</translation>
    </message>
    <message>
        <source>While mail {1} was transferred, its server {0} asked about the sender’s domain or for a key of a signature</source>
        <translation>Während Mail {1} übertragen wurde, fragte ihr Server {0} nach der Domain des Absenders oder dem Schlüssel einer Signatur</translation>
    </message>
    <message>
        <source>While mail {1} was transferred, its server {0} looked for the client’s address in a list of addresses</source>
        <translation>Während Mail {1} übertragen wurde, suchte ihr Server {0} die Adresse des Clients in einer Adressliste</translation>
    </message>
    <message>
        <source>To answer, the resolver asked</source>
        <translation>Um zu antworten, fragte der Resolver</translation>
    </message>
    <message>
        <source>no reply in the capture</source>
        <translation>keine Antwort im Mitschnitt</translation>
    </message>
    <message>
        <source>mail {0}</source>
        <translation>Mail {0}</translation>
    </message>
    <message>
        <source>It is the chosen mail</source>
        <translation>Es ist die gewählte Mail</translation>
    </message>
    <message>
        <source>It has the same Message-ID: {0}</source>
        <translation>Sie hat dieselbe Message-ID: {0}</translation>
    </message>
    <message>
        <source>It has the same body, and no Message-ID: {0}</source>
        <translation>Sie hat denselben Inhalt und keine Message-ID: {0}</translation>
    </message>
    <message>
        <source>Transferred</source>
        <translation>Übertragen</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>no; {0:,} bytes are missing</source>
        <translation>nein; {0:,} Bytes fehlen</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>{0}, by the clock of who wrote it</source>
        <translation>{0}, nach der Uhr des Schreibenden</translation>
    </message>
    <message>
        <source>its id is in the server’s reply</source>
        <translation>seine ID steht in der Antwort des Servers</translation>
    </message>
    <message>
        <source>it has the client’s address</source>
        <translation>es nennt die Adresse des Clients</translation>
    </message>
    <message>
        <source>The server’s Received field is known, for {0}: {1}</source>
        <translation>Das Received-Feld des Servers ist bekannt, denn {0}: {1}</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>in the same second as the field before</source>
        <translation>dieselbe Sekunde wie das Feld davor</translation>
    </message>
    <message>
        <source>{0} after the field before</source>
        <translation>{0} nach dem Feld davor</translation>
    </message>
    <message>
        <source>Received, not captured</source>
        <translation>Nicht mitgeschnitten</translation>
    </message>
    <message>
        <source>Received by {0}</source>
        <translation>Empfangen von {0}</translation>
    </message>
    <message>
        <source>A Received field of the mail says so; it stands here by its place in the header. No transfer in this capture is known to be this one</source>
        <translation>Das sagt ein Received-Feld der Mail; es steht hier nach seinem Platz im Header. Von keiner Übertragung in diesem Mitschnitt ist bekannt, dass sie es ist</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>Verzögerung</translation>
    </message>
</context>
<context>
    <name>JourneyStrip</name>
    <message>
        <source>The chosen station</source>
        <translation>Die gewählte Station</translation>
    </message>
    <message>
        <source>Choose a station to read why it belongs to this mail.</source>
        <translation>Hier steht, warum die gewählte Station zu dieser Mail gehört.</translation>
    </message>
    <message>
        <source>Stations of the mail, in order of time</source>
        <translation>Stationen der Mail, zeitlich geordnet</translation>
    </message>
    <message>
        <source>Enter or two clicks lead to the packets</source>
        <translation>Eingabetaste oder Doppelklick führen zu den Paketen</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>Live capture</source>
        <translation>Live-Mitschnitt</translation>
    </message>
    <message>
        <source>{0:,} packets were captured and are not saved.</source>
        <translation>{0:,} Pakete wurden mitgeschnitten und sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>Save the capture</source>
        <translation>Mitschnitt speichern</translation>
    </message>
    <message>
        <source>Captures ({0})</source>
        <translation>Mitschnitte ({0})</translation>
    </message>
    <message>
        <source>The capture can&apos;t be saved: {0}</source>
        <translation>Der Mitschnitt kann nicht gespeichert werden: {0}</translation>
    </message>
    <message>
        <source>A capture was not saved before the program ended; its last packets are from {0}.</source>
        <translation>Ein Mitschnitt wurde nicht gespeichert, bevor das Programm endete; seine letzten Pakete sind von {0}.</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Was sie tun</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
</context>
<context>
    <name>ListDialog</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>&amp;Down</source>
        <translation>Nach &amp;unten</translation>
    </message>
</context>
<context>
    <name>LiveControl</name>
    <message>
        <source>{0} (capturing)</source>
        <translation>{0} (Mitschnitt läuft)</translation>
    </message>
    <message>
        <source>Capture, not saved</source>
        <translation>Mitschnitt, nicht gespeichert</translation>
    </message>
    <message>
        <source>Nothing can be captured: {0}.</source>
        <translation>Mitschneiden ist nicht möglich: {0}.</translation>
    </message>
    <message>
        <source>no interface is chosen</source>
        <translation>keine Schnittstelle ist gewählt</translation>
    </message>
    <message>
        <source>There is no place for a capture: {0}</source>
        <translation>Für einen Mitschnitt ist kein Platz: {0}</translation>
    </message>
    <message>
        <source>The capture has ended: {0}</source>
        <translation>Der Mitschnitt ist zu Ende: {0}</translation>
    </message>
    <message>
        <source>The capture still runs. Shall it end?</source>
        <translation>Der Mitschnitt läuft noch. Soll er enden?</translation>
    </message>
</context>
<context>
    <name>LiveStatus</name>
    <message>
        <source>Packets that found no room in the kernel&apos;s buffer are dropped; the options of the capture can make it larger, or a capture filter the packets fewer</source>
        <translation>Pakete, die im Puffer des Kernels keinen Platz fanden, gehen verloren; die Mitschnitt-Optionen können ihn vergrößern, oder ein Mitschnittfilter die Pakete verringern</translation>
    </message>
    <message>
        <source>{0:,} captured</source>
        <translation>{0:,} mitgeschnitten</translation>
    </message>
    <message>
        <source>● {0} · {1:,.0f} packets/s · {2:,.2f} Mbit/s</source>
        <translation>● {0} · {1:,.0f} Pakete/s · {2:,.2f} Mbit/s</translation>
    </message>
    <message>
        <source>{0} · {1:,} dropped</source>
        <translation>{0} · {1:,} verloren</translation>
    </message>
</context>
<context>
    <name>LoadControl</name>
    <message>
        <source>{0:,} packets</source>
        <translation>{0:,} Pakete</translation>
    </message>
    <message>
        <source>displayed {0:,} of {1}</source>
        <translation>angezeigt {0:,} von {1}</translation>
    </message>
    <message>
        <source>{0} · {1:,} flows</source>
        <translation>{0} · {1:,} Flüsse</translation>
    </message>
</context>
<context>
    <name>LoadStatus</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Opening {0}…</source>
        <translation>{0} wird geöffnet…</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>{0} wird gelesen</translation>
    </message>
</context>
<context>
    <name>LookupDetail</name>
    <message>
        <source>The chosen transaction</source>
        <translation>Die gewählte Transaktion</translation>
    </message>
    <message>
        <source>Choose a transaction to read its question, answers and times.</source>
        <translation>Hier stehen Frage, Antworten und Zeiten der gewählten Transaktion.</translation>
    </message>
    <message>
        <source>The transaction as dig prints it</source>
        <translation>Die Transaktion, wie dig sie ausgibt</translation>
    </message>
    <message>
        <source>Views of the transaction</source>
        <translation>Ansichten der Transaktion</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>As dig prints it</source>
        <translation>Ausgabe wie dig</translation>
    </message>
    <message>
        <source>(no question)</source>
        <translation>(ohne Frage)</translation>
    </message>
    <message>
        <source> after {0}</source>
        <translation> nach {0}</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>Autorität</translation>
    </message>
    <message>
        <source>Additional records</source>
        <translation>Zusätzliche Records</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>not in this capture</source>
        <translation>nicht in diesem Mitschnitt</translation>
    </message>
    <message>
        <source>{0} port {1}</source>
        <translation>{0} Port {1}</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>Übertragen mit</translation>
    </message>
    <message>
        <source>no flags</source>
        <translation>keine Flags</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>Operation</translation>
    </message>
    <message>
        <source>Query seen again</source>
        <translation>Anfrage erneut gesehen</translation>
    </message>
    <message>
        <source>Response seen again</source>
        <translation>Antwort erneut gesehen</translation>
    </message>
    <message>
        <source>{0:,} times</source>
        <translation>{0:,}-mal</translation>
    </message>
    <message>
        <source>once</source>
        <translation>einmal</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>Andere Antwort</translation>
    </message>
    <message>
        <source>Asked again</source>
        <translation>Erneut gefragt</translation>
    </message>
    <message>
        <source>authoritative answer</source>
        <translation>autoritative Antwort</translation>
    </message>
    <message>
        <source>truncated</source>
        <translation>gekürzt</translation>
    </message>
    <message>
        <source>recursion desired</source>
        <translation>Rekursion gewünscht</translation>
    </message>
    <message>
        <source>recursion available</source>
        <translation>Rekursion verfügbar</translation>
    </message>
    <message>
        <source>reserved bit</source>
        <translation>reserviertes Bit</translation>
    </message>
    <message>
        <source>authentic data</source>
        <translation>authentische Daten</translation>
    </message>
    <message>
        <source>checking disabled</source>
        <translation>Prüfung abgeschaltet</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Valid for</source>
        <translation>Gültig für</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>and {0:,} more; “As dig prints it” has all</source>
        <translation>und {0:,} weitere; „Ausgabe wie dig“ hat alle</translation>
    </message>
    <message>
        <source>Largest datagram</source>
        <translation>Größtes Datagramm</translation>
    </message>
    <message>
        <source>{0:,} bytes</source>
        <translation>{0:,} Bytes</translation>
    </message>
    <message>
        <source>Wants DNSSEC</source>
        <translation>Will DNSSEC</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
</context>
<context>
    <name>MailJourney</name>
    <message>
        <source>Looking for its lookups and transfers…</source>
        <translation>Ihre Abfragen und Übertragungen werden gesucht…</translation>
    </message>
</context>
<context>
    <name>MailPage</name>
    <message>
        <source>Filter: part of a subject, a name, an address or a file name</source>
        <translation>Filter: Teil eines Betreffs, Namens, einer Adresse oder eines Dateinamens</translation>
    </message>
    <message>
        <source>Several words must all occur</source>
        <translation>Mehrere Wörter müssen alle vorkommen</translation>
    </message>
    <message>
        <source>Which protocols are listed</source>
        <translation>Welche Protokolle aufgelistet werden</translation>
    </message>
    <message>
        <source>Emails</source>
        <translation>Mails</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Write all emails, or those that are selected, as files</source>
        <translation>Alle Mails, oder die ausgewählten, als Dateien schreiben</translation>
    </message>
    <message>
        <source>All protocols</source>
        <translation>Alle Protokolle</translation>
    </message>
    <message>
        <source>1 email</source>
        <translation>1 Mail</translation>
    </message>
    <message>
        <source>{0:,} emails</source>
        <translation>{0:,} Mails</translation>
    </message>
</context>
<context>
    <name>MailSaving</name>
    <message>
        <source>The export was cancelled after {0:,} emails; manifest.jsonl lists what is written.</source>
        <translation>Der Export wurde nach {0:,} Mails abgebrochen; manifest.jsonl nennt, was geschrieben ist.</translation>
    </message>
    <message>
        <source>Exporting {0:,} of {1:,}…</source>
        <translation>{0:,} von {1:,} werden exportiert…</translation>
    </message>
    <message>
        <source>Exported: {0:,} emails, {1:,} files, and manifest.jsonl, in {2}</source>
        <translation>Exportiert: {0:,} Mails, {1:,} Dateien und manifest.jsonl, in {2}</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Save all attachments into</source>
        <translation>Alle Anhänge speichern in</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{0} in {1}</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>This can&apos;t be saved: {0}</source>
        <translation>Das kann nicht gespeichert werden: {0}</translation>
    </message>
    <message>
        <source>Open an attachment</source>
        <translation>Anhang öffnen</translation>
    </message>
    <message>
        <source>Open “{0}” with the program that this system has for {1}?</source>
        <translation>„{0}“ mit dem Programm öffnen, das dieses System für {1} hat?</translation>
    </message>
    <message>
        <source>Whoever sent this mail wrote the file, and may have written it to harm the program that shows it, or to learn that it was opened. A copy is written to a private folder and removed when pilotfish ends.</source>
        <translation>Die Datei stammt vom Absender der Mail; sie kann dazu gemacht sein, dem Programm zu schaden, das sie zeigt, oder zu melden, dass sie geöffnet wurde. Eine Kopie kommt in einen privaten Ordner und wird gelöscht, wenn pilotfish endet.</translation>
    </message>
    <message>
        <source>&amp;Open anyway</source>
        <translation>Trotzdem ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Opened: {0}</source>
        <translation>Geöffnet: {0}</translation>
    </message>
    <message>
        <source>This system has no program for {0}.</source>
        <translation>Dieses System hat kein Programm für {0}.</translation>
    </message>
    <message>
        <source>it is a program or a script, or leads to one</source>
        <translation>es ist ein Programm oder Skript, oder führt zu einem</translation>
    </message>
    <message>
        <source>files of its kind ({0}) may run something or load something</source>
        <translation>Dateien dieser Art ({0}) können etwas ausführen oder nachladen</translation>
    </message>
    <message>
        <source>without a suffix</source>
        <translation>ohne Endung</translation>
    </message>
    <message>
        <source>its content is not what its name ({0}) says</source>
        <translation>der Inhalt ist nicht das, was der Name ({0}) sagt</translation>
    </message>
    <message>
        <source>it has macros</source>
        <translation>es enthält Makros</translation>
    </message>
    <message>
        <source>Not opened, by the rule “documents only”: {0}. It can be saved. Opened are {1}.</source>
        <translation>Nicht geöffnet, nach der Regel „nur Dokumente“: {0}. Speichern ist möglich. Geöffnet werden {1}.</translation>
    </message>
</context>
<context>
    <name>MailTab</name>
    <message>
        <source>Emails are listed when all packets are read.</source>
        <translation>Hier stehen die Mails, sobald alle Pakete gelesen sind.</translation>
    </message>
    <message>
        <source>This capture has no mail: no SMTP, POP3 or IMAP.</source>
        <translation>Dieser Mitschnitt enthält keine Mail: kein SMTP, POP3 oder IMAP.</translation>
    </message>
    <message>
        <source>Reading the mail…</source>
        <translation>Die Mails werden gelesen…</translation>
    </message>
    <message>
        <source>Reading the mail: {0:,} so far…</source>
        <translation>Die Mails werden gelesen: bisher {0:,}…</translation>
    </message>
    <message>
        <source>This capture has mail sessions, but no email in them was sent or fetched; or they are encrypted. The flow list of the tab Packets has them.</source>
        <translation>Dieser Mitschnitt hat Mail-Sitzungen, aber in ihnen wurde keine Mail gesendet oder abgeholt, oder sie sind verschlüsselt. Sie stehen in der Flussliste des Reiters „Pakete“.</translation>
    </message>
    <message>
        <source>The mail could not be read.</source>
        <translation>Die Mails konnten nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>MailsModel</name>
    <message>
        <source> and {0:,} more</source>
        <translation> und {0:,} weitere</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Vollständig</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(kein Betreff)</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>fetched</source>
        <translation>abgeholt</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Betreff</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>Anhänge</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>Übertragen mit</translation>
    </message>
    <message>
        <source>Its number, as in the command `mail`</source>
        <translation>Ihre Nummer, wie im Befehl `mail`</translation>
    </message>
    <message>
        <source>Whether all of its bytes were captured</source>
        <translation>Ob alle ihre Bytes mitgeschnitten wurden</translation>
    </message>
    <message>
        <source>The author; without one, the sender of the envelope</source>
        <translation>Der Verfasser; fehlt er, der Absender im Umschlag</translation>
    </message>
    <message>
        <source>What it is about</source>
        <translation>Worum es geht</translation>
    </message>
    <message>
        <source>The recipients; without any, those of the envelope</source>
        <translation>Die Empfänger; fehlen sie, die im Umschlag</translation>
    </message>
    <message>
        <source>When its author says that it was written, in UTC; else when it was transferred</source>
        <translation>Wann sie nach Angabe des Verfassers geschrieben wurde, in UTC; sonst, wann sie übertragen wurde</translation>
    </message>
    <message>
        <source>Bytes of the message as transferred</source>
        <translation>Bytes der Nachricht, wie sie übertragen wurde</translation>
    </message>
    <message>
        <source>Files in it</source>
        <translation>Dateien darin</translation>
    </message>
    <message>
        <source>The protocol, and whether the client sent or fetched it</source>
        <translation>Das Protokoll, und ob der Client sie gesendet oder abgeholt hat</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>This can&apos;t be opened. {0}</source>
        <translation>Das kann nicht geöffnet werden. {0}</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message>
        <source>Colours of all packets</source>
        <translation>Farben aller Pakete</translation>
    </message>
    <message>
        <source>The colours of all packets in the list; a click goes there</source>
        <translation>Die Farben aller Pakete der Liste; ein Klick führt dorthin</translation>
    </message>
</context>
<context>
    <name>NameCompleter</name>
    <message>
        <source>Names that fit</source>
        <translation>Passende Namen</translation>
    </message>
</context>
<context>
    <name>Navigation</name>
    <message>
        <source>Go to packet</source>
        <translation>Gehe zu Paket</translation>
    </message>
    <message>
        <source>Number of the packet:</source>
        <translation>Nummer des Pakets:</translation>
    </message>
</context>
<context>
    <name>PacketFilter</name>
    <message>
        <source>Save this filter</source>
        <translation>Diesen Filter speichern</translation>
    </message>
    <message>
        <source>Name of the button:</source>
        <translation>Name des Knopfs:</translation>
    </message>
</context>
<context>
    <name>PacketList</name>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
</context>
<context>
    <name>PacketsModel</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Flows</source>
        <translation>Flüsse</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Dialogue</source>
        <translation>Dialog</translation>
    </message>
</context>
<context>
    <name>PartTree</name>
    <message>
        <source>Parts of the message</source>
        <translation>Teile der Nachricht</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Press Enter or click twice to save a part</source>
        <translation>Eingabetaste oder Doppelklick speichern einen Teil</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>Views of the mail</source>
        <translation>Ansichten der Mail</translation>
    </message>
    <message>
        <source>Save &amp;mail…</source>
        <translation>&amp;Mail speichern…</translation>
    </message>
    <message>
        <source>Show &amp;packets and dialogue</source>
        <translation>&amp;Pakete und Dialog zeigen</translation>
    </message>
    <message>
        <source>Text of the mail</source>
        <translation>Text der Mail</translation>
    </message>
    <message>
        <source>Source of the mail</source>
        <translation>Quelltext der Mail</translation>
    </message>
    <message>
        <source>HTML of the mail</source>
        <translation>HTML der Mail</translation>
    </message>
    <message>
        <source>Headers of the mail</source>
        <translation>Header der Mail</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>HTML</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>Journey</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>Its lookups, transfers and fetches, as far as they are known</source>
        <translation>Ihre Abfragen, Übertragungen und Abholungen, soweit sie bekannt sind</translation>
    </message>
    <message>
        <source>Nothing is loaded from outside, nothing runs, links open nothing</source>
        <translation>Nichts wird von außen geladen, nichts ausgeführt, Links öffnen nichts</translation>
    </message>
    <message>
        <source>Links are not opened. This one leads to {0}</source>
        <translation>Links werden nicht geöffnet. Dieser führt zu {0}</translation>
    </message>
    <message>
        <source>Choose a mail to read it.</source>
        <translation>Hier steht die gewählte Mail.</translation>
    </message>
    <message>
        <source>Parts ({0:,})</source>
        <translation>Teile ({0:,})</translation>
    </message>
    <message>
        <source>This mail has no text.</source>
        <translation>Diese Mail hat keinen Text.</translation>
    </message>
    <message>
        <source>(no subject)</source>
        <translation>(kein Betreff)</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>(nobody)</source>
        <translation>(niemand)</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Cc</source>
        <translation>Cc</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(keines)</translation>
    </message>
    <message>
        <source>Envelope</source>
        <translation>Umschlag</translation>
    </message>
    <message>
        <source>Carried by</source>
        <translation>Übertragen mit</translation>
    </message>
    <message>
        <source>same as mail {0}</source>
        <translation>dieselbe wie Mail {0}</translation>
    </message>
    <message>
        <source> and {0:,} more</source>
        <translation> und {0:,} weitere</translation>
    </message>
    <message>
        <source>This mail is not complete: {0:,} of its bytes are missing in the capture.</source>
        <translation>Diese Mail ist nicht vollständig: {0:,} ihrer Bytes fehlen im Mitschnitt.</translation>
    </message>
    <message>
        <source>This mail is not complete: only a part of it was transferred.</source>
        <translation>Diese Mail ist nicht vollständig: Nur ein Teil davon wurde übertragen.</translation>
    </message>
    <message>
        <source>{0:,} images, scripts or forms of its HTML are not shown; nothing was loaded from outside.</source>
        <translation>{0:,} Bilder, Skripte oder Formulare ihres HTML werden nicht gezeigt; nichts wurde von außen geladen.</translation>
    </message>
    <message>
        <source>It is long and not shown to its end; save it to have all.</source>
        <translation>Sie ist lang und nicht bis zum Ende gezeigt; gespeichert ist sie vollständig.</translation>
    </message>
    <message>
        <source>Byte {0:,}: {1}.</source>
        <translation>Byte {0:,}: {1}.</translation>
    </message>
    <message>
        <source>[{0:,} more bytes are not shown; save the mail to have them]</source>
        <translation>[{0:,} weitere Bytes werden nicht gezeigt; die gespeicherte Mail enthält sie]</translation>
    </message>
</context>
<context>
    <name>RightsBar</name>
    <message>
        <source>Capturing is not possible: {0}. This command {1}:
{2}</source>
        <translation>Mitschneiden ist nicht möglich: {0}. Dieser Befehl hilft ({1}):
{2}</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>Capturing is not possible: {0}.</source>
        <translation>Mitschneiden ist nicht möglich: {0}.</translation>
    </message>
</context>
<context>
    <name>SaveControl</name>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Export packets</source>
        <translation>Pakete exportieren</translation>
    </message>
    <message>
        <source>Save comments?</source>
        <translation>Kommentare speichern?</translation>
    </message>
    <message>
        <source>Comments of packets were changed, and no file has them yet.</source>
        <translation>Kommentare von Paketen wurden geändert und stehen noch in keiner Datei.</translation>
    </message>
    <message>
        <source>A pcap file has no comments, names and descriptions of interfaces.</source>
        <translation>Eine pcap-Datei hat keine Kommentare, Namen und Beschreibungen von Schnittstellen.</translation>
    </message>
    <message>
        <source>Save packets</source>
        <translation>Pakete speichern</translation>
    </message>
    <message>
        <source>Captures ({0});;All files (*)</source>
        <translation>Mitschnitte ({0});;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Another file is being written; this one is not.</source>
        <translation>Eine andere Datei wird gerade geschrieben; diese nicht.</translation>
    </message>
    <message>
        <source>Saving {0}…</source>
        <translation>{0} wird gespeichert…</translation>
    </message>
    <message>
        <source>{0:,} packets saved: {1}</source>
        <translation>{0:,} Pakete gespeichert: {1}</translation>
    </message>
</context>
<context>
    <name>SaveDialog</name>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>&amp;All packets</source>
        <translation>&amp;Alle Pakete</translation>
    </message>
    <message>
        <source>&amp;Displayed packets</source>
        <translation>An&amp;gezeigte Pakete</translation>
    </message>
    <message>
        <source>&amp;Selected packet</source>
        <translation>Aus&amp;gewähltes Paket</translation>
    </message>
    <message>
        <source>&amp;Marked packets</source>
        <translation>&amp;Markierte Pakete</translation>
    </message>
    <message>
        <source>&amp;Range</source>
        <translation>&amp;Bereich</translation>
    </message>
    <message>
        <source>Range of packets</source>
        <translation>Bereich von Paketen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>&amp;Format:</source>
        <translation>&amp;Format:</translation>
    </message>
    <message>
        <source>&amp;Compression:</source>
        <translation>&amp;Kompression:</translation>
    </message>
    <message>
        <source>There is no such packet.</source>
        <translation>Ein solches Paket gibt es nicht.</translation>
    </message>
    <message>
        <source>Which packets?</source>
        <translation>Welche Pakete?</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>{0} is no range of packets: 1-20, 40</source>
        <translation>{0} ist kein Bereich von Paketen: 1-20, 40</translation>
    </message>
</context>
<context>
    <name>SelectedStatus</name>
    <message>
        <source>packet {0:,}</source>
        <translation>Paket {0:,}</translation>
    </message>
    <message>
        <source>{0}, {1:,} bytes</source>
        <translation>{0}, {1:,} Bytes</translation>
    </message>
    <message>
        <source>flow {0:,}</source>
        <translation>Fluss {0:,}</translation>
    </message>
    <message>
        <source>transaction of packet {0:,}</source>
        <translation>Transaktion von Paket {0:,}</translation>
    </message>
    <message>
        <source>mail {0:,}</source>
        <translation>Mail {0:,}</translation>
    </message>
    <message>
        <source>{0:,} emails selected, {1}</source>
        <translation>{0:,} Mails ausgewählt, {1}</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>could not be worked out</source>
        <translation>konnte nicht ermittelt werden</translation>
    </message>
</context>
<context>
    <name>SortControl</name>
    <message>
        <source>Sorting</source>
        <translation>Sortieren</translation>
    </message>
</context>
<context>
    <name>SpentButton</name>
    <message>
        <source>Time spent</source>
        <translation>Verbrauchte Zeit</translation>
    </message>
    <message>
        <source>read in {0}</source>
        <translation>gelesen in {0}</translation>
    </message>
    <message>
        <source>Click to see what took how long</source>
        <translation>Ein Klick zeigt, was wie lange gedauert hat</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>From opening to the last packet it took {0}. Of this:</source>
        <translation>Vom Öffnen bis zum letzten Paket dauerte es {0}. Davon:</translation>
    </message>
    <message>
        <source>Other work on this capture so far, in the same thread:</source>
        <translation>Andere Arbeit an diesem Mitschnitt bisher, im selben Thread:</translation>
    </message>
    <message>
        <source>Opening the file</source>
        <translation>Öffnen der Datei</translation>
    </message>
    <message>
        <source>Reading packets, flows and services</source>
        <translation>Lesen von Paketen, Flüssen und Diensten</translation>
    </message>
    <message>
        <source>Protocols and infos of the rows in sight</source>
        <translation>Protokolle und Infos der sichtbaren Zeilen</translation>
    </message>
    <message>
        <source>Fields of chosen packets</source>
        <translation>Felder gewählter Pakete</translation>
    </message>
    <message>
        <source>Packets of a flow</source>
        <translation>Pakete eines Flusses</translation>
    </message>
    <message>
        <source>Dialogues</source>
        <translation>Dialoge</translation>
    </message>
    <message>
        <source>Filtering</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Checking filters</source>
        <translation>Prüfen von Filtern</translation>
    </message>
    <message>
        <source>Names of fields for filters</source>
        <translation>Namen von Feldern für Filter</translation>
    </message>
    <message>
        <source>Colouring rules</source>
        <translation>Farbregeln</translation>
    </message>
    <message>
        <source>Colours beside the scroll bar</source>
        <translation>Farben neben der Bildlaufleiste</translation>
    </message>
    <message>
        <source>Pairing DNS messages</source>
        <translation>Zuordnen von DNS-Nachrichten</translation>
    </message>
    <message>
        <source>Sorting and filtering DNS</source>
        <translation>Sortieren und Filtern von DNS</translation>
    </message>
    <message>
        <source>Reading mail</source>
        <translation>Lesen der Mails</translation>
    </message>
    <message>
        <source>Sorting and filtering mail</source>
        <translation>Sortieren und Filtern der Mails</translation>
    </message>
    <message>
        <source>Mails that were read</source>
        <translation>Gelesene Mails</translation>
    </message>
    <message>
        <source>Journeys of mails</source>
        <translation>Wege von Mails</translation>
    </message>
    <message>
        <source>The Flows tab</source>
        <translation>Der Reiter „Flüsse“</translation>
    </message>
    <message>
        <source>Sorting and filtering flows</source>
        <translation>Sortieren und Filtern der Flüsse</translation>
    </message>
    <message>
        <source>Figures of chosen flows</source>
        <translation>Zahlen gewählter Flüsse</translation>
    </message>
    <message>
        <source>Bytes over time of flows</source>
        <translation>Bytes von Flüssen im Verlauf</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Exports of mail</source>
        <translation>Exporte von Mails</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>Speichern</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Open a capture to see what servers said</source>
        <translation>Mitschnitt öffnen und sehen, was Server gesagt haben</translation>
    </message>
    <message>
        <source>or drop a pcap or pcapng file here; it may be compressed (gzip, zstd, lz4)</source>
        <translation>oder eine pcap- oder pcapng-Datei hierher ziehen; sie darf komprimiert sein (gzip, zstd, lz4)</translation>
    </message>
    <message>
        <source>&amp;Open a capture…</source>
        <translation>Mitschnitt ö&amp;ffnen…</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Lookups</source>
        <translation>Abfragen</translation>
    </message>
    <message>
        <source>No lookups in this capture. The DNS tab would list them.</source>
        <translation>Keine Abfragen in diesem Mitschnitt. Sie stünden im Reiter „DNS“.</translation>
    </message>
    <message>
        <source>No emails in this capture. In encrypted sessions they can&apos;t be seen.</source>
        <translation>Keine Mails in diesem Mitschnitt. In verschlüsselten Sitzungen sind sie nicht zu sehen.</translation>
    </message>
    <message>
        <source>Packets over time</source>
        <translation>Pakete im Verlauf</translation>
    </message>
    <message>
        <source>Latency of DNS lookups</source>
        <translation>Latenz von DNS-Abfragen</translation>
    </message>
    <message>
        <source>Types that are asked for</source>
        <translation>Abgefragte Typen</translation>
    </message>
    <message>
        <source>Response codes</source>
        <translation>Antwortcodes</translation>
    </message>
    <message>
        <source>Sizes of emails</source>
        <translation>Größe der Mails</translation>
    </message>
    <message>
        <source>Emails by hour of the day</source>
        <translation>Mails nach Tageszeit</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Protocols: a packet counts for each that it has</source>
        <translation>Protokolle: Ein Paket zählt für jedes, das es enthält</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Who spoke to whom</source>
        <translation>Wer mit wem gesprochen hat</translation>
    </message>
    <message>
        <source>Endpoints</source>
        <translation>Endpunkte</translation>
    </message>
    <message>
        <source>Who sent and received</source>
        <translation>Wer gesendet und empfangen hat</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>Names that are asked for</source>
        <translation>Abgefragte Namen</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>Was gezählt wird</translation>
    </message>
    <message>
        <source>Click on a bar, or press Enter on it or in a table, to list its packets</source>
        <translation>Ein Klick auf einen Balken, oder die Eingabetaste dort oder in einer Tabelle, zeigt die Pakete dazu</translation>
    </message>
</context>
<context>
    <name>StatisticsTab</name>
    <message>
        <source>Statistics are made when all packets are read.</source>
        <translation>Die Statistik entsteht, sobald alle Pakete gelesen sind.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>This capture is empty.</source>
        <translation>Dieser Mitschnitt ist leer.</translation>
    </message>
    <message>
        <source>Statistics could not be made.</source>
        <translation>Die Statistik konnte nicht erstellt werden.</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Views of the capture</source>
        <translation>Ansichten des Mitschnitts</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>All packets, flows, fields and bytes</source>
        <translation>Alle Pakete, Flüsse, Felder und Bytes</translation>
    </message>
    <message>
        <source>Flows</source>
        <translation>Flüsse</translation>
    </message>
    <message>
        <source>Who spoke to whom, how much and when</source>
        <translation>Wer mit wem gesprochen hat, wie viel und wann</translation>
    </message>
    <message>
        <source>DNS</source>
        <translation>DNS</translation>
    </message>
    <message>
        <source>Queries and their responses</source>
        <translation>Anfragen und ihre Antworten</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>The emails in this capture</source>
        <translation>Die Mails in diesem Mitschnitt</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Protocols, latencies, names</source>
        <translation>Protokolle, Latenzen, Namen</translation>
    </message>
    <message>
        <source>Flows ({0:,})</source>
        <translation>Flüsse ({0:,})</translation>
    </message>
    <message>
        <source>DNS ({0:,})</source>
        <translation>DNS ({0:,})</translation>
    </message>
    <message>
        <source>Mail ({0:,})</source>
        <translation>Mail ({0:,})</translation>
    </message>
</context>
<context>
    <name>TimeControl</name>
    <message>
        <source>&amp;Time display format</source>
        <translation>Zei&amp;tanzeige</translation>
    </message>
    <message>
        <source>Date and Time of Day</source>
        <translation>Datum und Uhrzeit</translation>
    </message>
    <message>
        <source>Year, Day of Year, and Time of Day</source>
        <translation>Jahr, Tag des Jahres und Uhrzeit</translation>
    </message>
    <message>
        <source>Time of Day</source>
        <translation>Uhrzeit</translation>
    </message>
    <message>
        <source>Seconds Since 1970-01-01</source>
        <translation>Sekunden seit 1970-01-01</translation>
    </message>
    <message>
        <source>Seconds Since First Captured Packet</source>
        <translation>Sekunden seit dem ersten mitgeschnittenen Paket</translation>
    </message>
    <message>
        <source>Seconds Since Previous Captured Packet</source>
        <translation>Sekunden seit dem vorherigen mitgeschnittenen Paket</translation>
    </message>
    <message>
        <source>Seconds Since Previous Displayed Packet</source>
        <translation>Sekunden seit dem vorherigen angezeigten Paket</translation>
    </message>
    <message>
        <source>UTC Date and Time of Day</source>
        <translation>UTC-Datum und -Uhrzeit</translation>
    </message>
    <message>
        <source>UTC Year, Day of Year, and Time of Day</source>
        <translation>UTC-Jahr, Tag des Jahres und Uhrzeit</translation>
    </message>
    <message>
        <source>UTC Time of Day</source>
        <translation>UTC-Uhrzeit</translation>
    </message>
    <message>
        <source>Automatic (as the capture has it)</source>
        <translation>Automatisch (wie im Mitschnitt)</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Milliseconds</source>
        <translation>Millisekunden</translation>
    </message>
    <message>
        <source>Microseconds</source>
        <translation>Mikrosekunden</translation>
    </message>
    <message>
        <source>Nanoseconds</source>
        <translation>Nanosekunden</translation>
    </message>
    <message>
        <source>{0} digits of a second</source>
        <translation>{0} Nachkommastellen</translation>
    </message>
</context>
<context>
    <name>TimelineChart</name>
    <message>
        <source>Packets</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>What is counted</source>
        <translation>Was gezählt wird</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>The wheel or + and - zoom, dragging moves; this shows the whole capture again</source>
        <translation>Mausrad oder + und - zoomen, Ziehen verschiebt; dies zeigt wieder den ganzen Mitschnitt</translation>
    </message>
</context>
<context>
    <name>TransactionsModel</name>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>Verweis</translation>
    </message>
    <message>
        <source>No such name</source>
        <translation>Kein solcher Name</translation>
    </message>
    <message>
        <source>Truncated</source>
        <translation>Gekürzt</translation>
    </message>
    <message>
        <source>Conflicting</source>
        <translation>Widersprüchlich</translation>
    </message>
    <message>
        <source>Unsolicited</source>
        <translation>Unverlangt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Malformed</source>
        <translation>Fehlerhaft</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>Packet</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Repeats</source>
        <translation>Erneut</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>The packet with the query; where there is none, with the response</source>
        <translation>Das Paket mit der Anfrage; fehlt sie, mit der Antwort</translation>
    </message>
    <message>
        <source>Seconds since the first packet of the capture</source>
        <translation>Sekunden seit dem ersten Paket des Mitschnitts</translation>
    </message>
    <message>
        <source>What became of the query</source>
        <translation>Was aus der Anfrage wurde</translation>
    </message>
    <message>
        <source>Who asked</source>
        <translation>Wer gefragt hat</translation>
    </message>
    <message>
        <source>Who answered, or was asked</source>
        <translation>Wer geantwortet hat, oder gefragt wurde</translation>
    </message>
    <message>
        <source>The name in the question</source>
        <translation>Der Name in der Frage</translation>
    </message>
    <message>
        <source>The type of records in the question</source>
        <translation>Der Typ der Records in der Frage</translation>
    </message>
    <message>
        <source>From the first query to the response</source>
        <translation>Von der ersten Anfrage bis zur Antwort</translation>
    </message>
    <message>
        <source>How often the same query or the same response was seen again</source>
        <translation>Wie oft dieselbe Anfrage oder dieselbe Antwort erneut gesehen wurde</translation>
    </message>
    <message>
        <source>What the records of the answer say; else the response code</source>
        <translation>Was die Records der Antwort sagen; sonst der Antwortcode</translation>
    </message>
</context>
<context>
    <name>TreeModel</name>
    <message>
        <source>{0:,} bytes from offset {1} (0x{1:x})</source>
        <translation>{0:,} Bytes ab Offset {1} (0x{1:x})</translation>
    </message>
    <message>
        <source>no bytes of its own</source>
        <translation>keine eigenen Bytes</translation>
    </message>
</context>
<context>
    <name>WindowMenus</name>
    <message>
        <source>Open recen&amp;t</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Capture</source>
        <translation>&amp;Mitschnitt</translation>
    </message>
    <message>
        <source>&amp;Go</source>
        <translation>&amp;Navigation</translation>
    </message>
    <message>
        <source>&amp;Analyze</source>
        <translation>Anal&amp;yse</translation>
    </message>
    <message>
        <source>&amp;Chosen field</source>
        <translation>&amp;Gewähltes Feld</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>Ersc&amp;heinungsbild</translation>
    </message>
    <message>
        <source>&amp;Language (from the next start)</source>
        <translation>Spra&amp;che (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese &amp;Liste leeren</translation>
    </message>
</context>
<context>
    <name>Workspace</name>
    <message>
        <source>The capture is damaged: {0}. What stands before is shown.</source>
        <translation>Der Mitschnitt ist beschädigt: {0}. Was davor steht, wird gezeigt.</translation>
    </message>
    <message>
        <source>Reading was stopped; only the first packets are shown.</source>
        <translation>Das Lesen wurde angehalten; nur die ersten Pakete werden gezeigt.</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Weiterlesen</translation>
    </message>
    <message>
        <source>The file became shorter while it was open: nothing more can be read of it.</source>
        <translation>Die Datei wurde kürzer, während sie offen war: Mehr kann nicht aus ihr gelesen werden.</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>Erneut öffnen</translation>
    </message>
</context>
<context>
    <name>faults</name>
    <message>
        <source>Something went wrong that should not. The window can be used further; the details help to mend it.</source>
        <translation>Etwas ging schief, was nicht schiefgehen sollte. Das Fenster ist weiter benutzbar; die Einzelheiten helfen, den Fehler zu beheben.</translation>
    </message>
</context>
</TS>
