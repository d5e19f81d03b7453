#pragma once

#include "base/literals.h"

#include <QtCore/QString>

/// The actions that change what an instance is described by. The value "changes" of the last two
/// has only what the user changed, so that what others change at the same time is kept.
namespace oriel::operations {

inline const QString describeServer = u"describe-server"_s; // NOLINT(cert-err58-cpp)
/// "changes": {"web": true, "old": false}, by tag: whether the instance is to have it.
inline const QString editServerTags = u"edit-server-tags"_s; // NOLINT(cert-err58-cpp)
/// "changes": {"role": "db", "old": null}, by key; null: the item is to be removed.
inline const QString editServerMetadata = u"edit-server-metadata"_s; // NOLINT(cert-err58-cpp)

/// The same for one tag, or one item, of several instances at once.
inline const QString addServerTag = u"add-server-tag"_s; // NOLINT(cert-err58-cpp)
inline const QString setServerMetadataItem =
    u"set-server-metadata-item"_s; // NOLINT(cert-err58-cpp)

} // namespace oriel::operations
