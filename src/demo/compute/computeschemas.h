#pragma once

#include "demo/http/schema.h"

/// Nova's JSON schemas of bodies and queries for a microversion (the minor part).
namespace oriel::demo::computeschemas {

Schema createServer(int micro);
Schema updateServer(int micro);
Schema metadata(int micro);     ///< {"metadata": {…}}
Schema metadataItem(int micro); ///< {"meta": {…}}
Schema attachVolume(int micro);
Schema updateAttachment(int micro);
Schema createKeyPair(int micro);
Schema createServerGroup(int micro);
Schema remoteConsole(int micro);
Schema vncConsole(int micro);
Schema spiceConsole(int micro);
Schema rdpConsole(int micro);
Schema serialConsole(int micro);
Schema attachInterface(int micro);
Schema rebuild(int micro);
Schema changePassword(int micro);

Schema createImage(int micro);
Schema createBackup(int micro);
Schema reboot(int micro);
Schema resize(int micro);
Schema unshelve(int micro);
Schema rescue(int micro);
Schema resetState(int micro);
Schema lock(int micro);
Schema consoleOutput(int micro);
Schema evacuate(int micro);

Schema listServers(int micro);
Schema listFlavors(int micro);
Schema listKeyPairs(int micro);
Schema listServerGroups(int micro);
Schema keyPair(int micro);
Schema listActions(int micro);
Schema listAttachments(int micro);
Schema limits(int micro);
Schema usage(int micro);

} // namespace oriel::demo::computeschemas
