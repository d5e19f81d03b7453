// openrc files: read as data, and what was understood is read as the programs read it.

#include "openstack/config/openrc.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/tokenrequest.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::openstack;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size > 16'384)
        return 0;
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<int>(size));
    const auto openrc = readOpenrc(text, u"rc"_s, u"/home/ada"_s);
    if (openrc.ok()) {
        for (auto entry = openrc->variables.begin(); entry != openrc->variables.end(); ++entry) {
            if (!entry.key().startsWith("OS_"_L1) || entry->text.isEmpty() || entry->line < 1)
                std::abort();
        }
    }
    static const QTemporaryDir folder(u"/dev/shm/oriel-fuzz-XXXXXX"_s);
    QFile file(folder.filePath(u"openrc.sh"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        std::abort();
    file.close();
    const auto list = CloudsLoader::open(file.fileName(), Environment{});
    if (!list.ok())
        return 0;
    for (const FoundCloud &found : list->clouds) {
        if (!found.config.ok())
            continue;
        [[maybe_unused]] const bool complete = tokenRequest(*found.config).ok();
    }
    return 0;
}
