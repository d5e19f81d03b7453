#pragma once

#include "openstack/image/requests.h"
#include "store/listtopic.h"

namespace oriel::store {

/// The images, the hidden ones too: Glance leaves those out of its list, and a volume snapshot
/// whose image is merely hidden must not look as if it were left over.
class ImagesTopic final
    : public ListTopic<openstack::Image, openstack::ListImages, openstack::GetImage>
{
public:
    using ListTopic::ListTopic;

protected:
    void addMore(std::vector<openstack::Image> rows,
                 std::function<void(std::vector<openstack::Image>)> then) override;

private:
    std::vector<openstack::Image> m_hidden; ///< as they were last listed
};

} // namespace oriel::store
