#pragma once

#include <string_view>
#include <type_traits>

namespace oriel::openstack {

/// The base class of visitors that treat all fields of a row alike: Self has `visit(key, member)`.
/// The verbs are those of FieldReader.
template <typename Self>
class FieldVisitor
{
public:
    void id(std::string_view key, auto &member) { visit(key, member); }
    void operator()(std::string_view key, auto &member) { visit(key, member); }
    void operator()(std::string_view key, auto &member, auto /*read*/) { visit(key, member); }
    void shared(std::string_view key, auto &member) { visit(key, member); }
    void rows(std::string_view key, auto &member) { visit(key, member); }
    void whole(std::string_view name, auto &member, auto /*read*/) { visit(name, member); }
    void kept(std::string_view name, auto &member) { visit(name, member); }

private:
    void visit(std::string_view key, auto &member)
    {
        static_cast<Self *>(this)->visit(key, member);
    }
};

/// Whether T lists its fields for a visitor V.
template <typename T, typename V>
concept HasFields = requires(V &visitor, T &row)
{
    std::remove_const_t<T>::fields(visitor, row);
};

} // namespace oriel::openstack
