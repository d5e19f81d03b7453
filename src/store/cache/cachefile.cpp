#include "store/cache/cachefile.h"

#include "store/cache/cachecodec.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>
#include <QtCore/QStandardPaths>

using namespace Qt::StringLiterals;

namespace oriel::store {

namespace {

constexpr QFileDevice::Permissions ownersFile = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr QFileDevice::Permissions ownersFolder = ownersFile | QFileDevice::ExeOwner;

void forgetSurplus(const QDir &folder)
{
    const QFileInfoList files =
        folder.entryInfoList({u"*.lists"_s}, QDir::Files | QDir::NoSymLinks, QDir::Time);
    for (qsizetype i = mostCaches; i < files.size(); ++i)
        QFile::remove(files[i].filePath());
}

} // namespace

QString cachePath(const openstack::CloudConfig &cloud)
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
           u"/oriel/lists/"_s + cacheFileName(cloud);
}

std::optional<CachedState> readCache(const QString &path, const QDateTime &now)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestCache)
        return std::nullopt;
    auto state = decodeCache(file.readAll());
    if (!state)
        return std::nullopt;
    const QDateTime oldest = state->oldest();
    const qint64 most = std::chrono::seconds(oldestCache).count();
    // A cache from the future was written under a wrong clock, so its age is unknown.
    if (!oldest.isValid() || oldest.secsTo(now) > most || oldest > now.addSecs(60))
        return std::nullopt;
    return state;
}

bool writeCache(const QString &path, const CachedState &state)
{
    const QByteArray bytes = encodeCache(state);
    if (bytes.size() > largestCache)
        return false;
    const QDir folder = QFileInfo(path).dir();
    if (!folder.exists()) {
        if (!folder.mkpath(u"."_s))
            return false;
        QFile::setPermissions(folder.path(), ownersFolder);
    }
    QSaveFile file(path);
    // Before anything is written; renaming keeps the permissions.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(ownersFile))
        return false;
    if (file.write(bytes) != bytes.size() || !file.commit())
        return false;
    forgetSurplus(folder);
    return true;
}

void removeCache(const QString &path)
{
    QFile::remove(path);
}

} // namespace oriel::store
