#pragma once

#include "operations/step.h"

namespace oriel::operations {

class ActionOperation;

/// Waits until Nova's record of a request on an instance is complete. Failed: with the step that
/// failed, in words. Unclear: the record cannot be read, or is not complete in time.
[[nodiscard]] Task<Ending> followRecord(ActionOperation *operation, QString serverId,
                                        QString requestId);

/// The same if the cloud has answered the request and the instance shows that it is over: it has
/// failed only if the record says so. A record that cannot be read, or is not completed soon, says
/// nothing.
[[nodiscard]] Task<Ending> checkRecord(ActionOperation *operation, QString serverId,
                                       QString requestId);

} // namespace oriel::operations
