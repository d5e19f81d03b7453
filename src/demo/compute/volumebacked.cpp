#include "demo/compute/volumebacked.h"

using namespace Qt::StringLiterals;

namespace oriel::demo {

namespace {

constexpr auto checksumOfNothing = "d41d8cd98f00b204e9800998ecf8427e";
constexpr auto hashOfNothing = "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d"
                               "0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81"
                               "a538327af927da3e";

} // namespace

QString mappingEntry(const QString &snapshotId, int size, const Attachment &attachment)
{
    return u"{\"destination_type\": \"volume\", \"encryption_options\": null, \"volume_size\": %1, "
           "\"encryption_format\": null, \"snapshot_id\": \"%2\", \"image_id\": null, "
           "\"guest_format\": null, "
           "\"tag\": null, \"boot_index\": %3, \"delete_on_termination\": %4, "
           "\"encryption_secret_uuid\": null, "
           "\"source_type\": \"snapshot\", \"no_device\": null, \"device_type\": null, "
           "\"volume_id\": null, "
           "\"device_name\": \"%5\", \"volume_type\": null, \"disk_bus\": null, \"encrypted\": null}"_s
               .arg(QString::number(size), snapshotId, QString::number(attachment.bootIndex),
                    attachment.deleteOnTermination ? u"true"_s : u"false"_s, attachment.device);
}

void describeVolumeBacked(Image &image, const QStringList &mapping)
{
    image.size = 0;
    image.virtualSize.reset();
    image.diskFormat = u"qcow2"_s;
    image.containerFormat = u"bare"_s;
    image.checksum = QString::fromLatin1(checksumOfNothing);
    image.hash = QString::fromLatin1(hashOfNothing);
    image.properties.insert(u"root_device_name"_s, u"/dev/vda"_s);
    image.properties.insert(u"block_device_mapping"_s,
                            QString(u'[' + mapping.join(u", "_s) + u']'));
    image.properties.insert(u"bdm_v2"_s, u"True"_s);
}

} // namespace oriel::demo
