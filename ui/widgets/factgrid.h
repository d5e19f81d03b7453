#pragma once

#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;

namespace oriel::ui {

class Theme;

/// Facts in two columns, label and value. A value is wrapped and its text can be selected, or it
/// has one line, which is elided if space is short, and a copy button. A value may be a link.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(Theme &theme, const QString &title, QWidget *parent = nullptr);

    /// One displayed fact. An empty value is shown as a dash.
    struct Fact
    {
        QString label;
        QString value;
        QString link{};        ///< reported by linkClicked; empty: no link
        bool copyable = false; ///< in one line, with a copy button; so is what cannot be wrapped
        bool mono = false;

        bool operator==(const Fact &) const = default;
    };
    /// Shows exactly these facts. Unchanged ones are not touched, so that a refresh keeps the
    /// selection.
    void setFacts(std::vector<Fact> facts);

Q_SIGNALS:
    void linkClicked(const QString &link);

private:
    QWidget *makeValue(const Fact &fact);

    Theme &m_theme;
    std::vector<Fact> m_facts;
    QWidget *m_rows = nullptr;
};

} // namespace oriel::ui
